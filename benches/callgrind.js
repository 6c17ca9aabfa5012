// @ts-check
// Counts the instructions of the works as native code, which no neighbour can change.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { chosen, floor } from './works.js';

/** @typedef {{ name: string, instructions: number }} Count of an iteration */

/** About how much arithmetic a shorter run has, in flops at peak, with so many in a cycle. */
const RUN = 1e8;
const PER_CYCLE = 8;

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {number} instructions
 */
function count(program, args) {
  const { error, stderr, status } = spawnSync(
    'valgrind',
    ['--tool=callgrind', '--callgrind-out-file=/dev/null', program, ...args],
    { encoding: 'utf8' },
  );
  if (error) throw new Error('valgrind cannot be started: its package is called valgrind', { cause: error });
  const collected = /Collected : (\d+)/.exec(stderr)?.[1];
  if (status !== 0 || !collected) throw new Error(stderr);
  return Number(collected);
}

/**
 * A run and one twice as long: what they differ by is the work alone.
 * @param {string} program the native commands
 * @param {string[]} only works to count, all where none is named
 * @returns {Generator<Count>}
 */
export function* countAll(program, only) {
  mkdirSync('target/works', { recursive: true });
  for (const work of chosen(only)) {
    const file = `target/works/${work.name}.json`;
    writeFileSync(file, JSON.stringify(work.experiment));
    const n = Math.max(1, Math.round(RUN / floor(work, PER_CYCLE)));
    const kind = work.kind === 'sequence' ? 'train' : work.kind;
    const run = (/** @type {number} */ times) => count(program, ['work', file, kind, String(times * n * work.steps)]);
    yield { name: work.name, instructions: (run(2) - run(1)) / n };
  }
}
