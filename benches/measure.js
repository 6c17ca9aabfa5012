// @ts-check
// Measures works through the public bindings, in Node and in a browser alike. The limit is probed just before
// and just after every piece of work: neighbours and the clock of the processor slow both. Neighbours on the same core
// slow them unequally: where they slowed the probe, by its flops a cycle, the piece does not count.
import { floor, grid, picture } from './works.js';

/**
 * @typedef {object} Row of the result
 * @property {string} name
 * @property {number} rate iterations per second, the median
 * @property {number} share of the limit, the median
 * @property {number} spread half the distance of the quartiles of the share, relative
 * @property {number[]} shares of the pieces that count
 * @property {number} [instructions] of native code in an iteration, where a run has counted them instead
 *
 * @typedef {object} Result
 * @property {number} peak flops per second, the median
 * @property {number} perCycle flops per cycle, the median
 * @property {number} alone the part of the pieces that count
 * @property {Row[]} rows
 *
 * @typedef {object} Piece
 * @property {number} rate iterations per second
 * @property {number} peak flops per second, around it
 * @property {number} perCycle flops per cycle, the less of before and after
 *
 * @typedef {{ peak: (n: number) => number, clock: (n: number) => bigint }} Probe
 * @typedef {Pick<import('../www/wasm.js').Modules['points'], 'Playground'>} Points
 * @typedef {Pick<import('../www/wasm.js').Modules['sequences'], 'SequencePlayground'>} Sequences
 * @typedef {Points & Sequences} Module
 */

/** A call lasts about as long as the training of a frame, a measurement some calls. Milliseconds. */
const CALL = 10;
const PIECE = 12;
const WARM_UP = 600;

/** Flops of a turn of the probe's loop: four rounds of 24 chains, two lanes multiplied and added. */
const PER_TURN = 4 * 24 * 4;
const TURNS = 150_000;
/** Cycles of a turn of the clock's loop: eight operations that wait for each other. */
const CYCLES = 8;
/** As long as the other: browsers round the time. */
const CLOCK_TURNS = 8 * TURNS;
/** A probe that reaches this part of what it does at its best in the run was left alone. */
const ALONE = 0.95;

/** @param {number[]} values @param {number} part from 0 to 1 */
export function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(part * (sorted.length - 1))] ?? NaN;
}

/**
 * A function that does so many iterations.
 * @param {Module} module
 * @param {import('./works.js').Work} work
 * @returns {(iterations: number) => void}
 */
function prepare(module, { kind, experiment, steps }) {
  const run = kind === 'sequence' ? new module.SequencePlayground(experiment) : new module.Playground(experiment);
  if (kind === 'train' || kind === 'sequence') return (n) => void run.train_step(n * steps);
  const [x, { side, extent }] = [grid(), picture];
  const playground = /** @type {import('../www/pkg/neurone.js').Playground} */ (run);
  const out = new Float64Array(side * side);
  const once = kind === 'predict' ? () => playground.predict(x, out) : () => playground.predict_grid(side, side, extent);
  return (n) => {
    for (let i = 0; i < n; i += 1) once();
  };
}

/** How long something takes. @param {() => number} now milliseconds @param {() => void} run */
function timed(now, run) {
  const start = now();
  run();
  return now() - start;
}

/**
 * What the machine can do at all, in flops per second, and its clock, in cycles per second.
 * @param {Probe} probe
 * @param {() => number} now milliseconds
 */
function limits(probe, now) {
  const peak = () => (PER_TURN * TURNS) / (timed(now, () => probe.peak(TURNS)) / 1e3);
  const clock = () => (CYCLES * CLOCK_TURNS) / (timed(now, () => probe.clock(CLOCK_TURNS)) / 1e3);
  // Short calls: compiled code is only entered anew, never in the middle of a call.
  for (let i = 0; i < 20; i += 1) {
    peak();
    clock();
  }
  return { peak, clock };
}

/**
 * A work that is compiled, and how many of its iterations a call does.
 * @param {Module} module
 * @param {import('./works.js').Work} work
 * @param {() => number} now milliseconds
 */
function warm(module, work, now) {
  const iterate = prepare(module, work);
  let [iterations, spent] = [0, 0];
  while (spent < WARM_UP) {
    spent += timed(now, () => iterate(1));
    iterations += 1;
    if (spent < WARM_UP / 2) iterations = 0;
  }
  const perCall = Math.max(1, Math.round((CALL * iterations) / (WARM_UP / 2)));
  return { work, iterate, perCall, pieces: /** @type {Piece[]} */ ([]) };
}

/**
 * @param {ReturnType<typeof warm>} running
 * @param {ReturnType<typeof limits>} limits
 * @param {() => number} now milliseconds
 * @returns {Piece}
 */
function piece({ iterate, perCall }, { peak, clock }, now) {
  const before = peak();
  let [iterations, spent] = [0, 0];
  while (spent < PIECE) {
    spent += timed(now, () => iterate(perCall));
    iterations += perCall;
  }
  const after = peak();
  const perCycle = Math.min(before, after) / clock();
  return { rate: iterations / (spent / 1e3), peak: (before + after) / 2, perCycle };
}

/**
 * @param {Module} module with its instance running
 * @param {Probe} probe
 * @param {import('./works.js').Work[]} works
 * @param {number} rounds in each of which every work has its turn
 * @param {() => number} now milliseconds; of the processor where they can be had, for a neighbour may take it away
 * @returns {Result}
 * @throws {Error} where neighbours disturbed every piece of a work
 */
export function measure(module, probe, works, rounds, now = () => performance.now()) {
  const machine = limits(probe, now);
  const running = works.map((work) => warm(module, work, now));
  for (let round = 0; round < rounds; round += 1) {
    for (const one of running) one.pieces.push(piece(one, machine, now));
  }
  const all = running.flatMap(({ pieces }) => pieces);
  const best = quantile(all.map(({ perCycle }) => perCycle), 0.9);
  const counts = (/** @type {Piece} */ { perCycle }) => perCycle >= ALONE * best;
  const counted = all.filter(counts);
  const perCycle = quantile(counted.map(({ perCycle }) => perCycle), 0.5);
  return {
    peak: quantile(counted.map(({ peak }) => peak), 0.5),
    perCycle,
    alone: counted.length / all.length,
    rows: running.map(({ work, pieces }) => row(work, pieces.filter(counts), perCycle)),
  };
}

/** @param {import('./works.js').Work} work @param {Piece[]} pieces that count @param {number} perCycle @returns {Row} */
function row(work, pieces, perCycle) {
  if (pieces.length === 0) throw new Error(`neighbours disturbed every piece of ${work.name}: more --rounds`);
  const shares = pieces.map(({ rate, peak }) => (rate * floor(work, perCycle)) / peak);
  const share = quantile(shares, 0.5);
  return {
    name: work.name,
    rate: quantile(pieces.map(({ rate }) => rate), 0.5),
    share,
    spread: (quantile(shares, 0.75) - quantile(shares, 0.25)) / 2 / share,
    shares,
  };
}
