// @ts-check
// Measures the works through the public bindings, in Node and in a browser alike. The limit is probed just before
// and just after every piece of work: neighbours and the clock of the processor slow both.
import { WORKS, floor, grid, picture } from './works.js';

/**
 * @typedef {object} Row of the result
 * @property {string} name
 * @property {number} rate iterations per second, the median
 * @property {number} share of the limit, the median
 * @property {number} spread half the distance of the quartiles of the share, relative
 * @property {number[]} shares of all rounds
 * @property {number} [instructions] of native code in an iteration, where a run has counted them instead
 *
 * @typedef {object} Result
 * @property {number} peak flops per second, the median
 * @property {number} perCycle flops per cycle
 * @property {Row[]} rows
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

/** Flops of a turn of the probe's loop: four rounds of 16 chains, two lanes multiplied and added. */
const PER_TURN = 4 * 16 * 4;
const TURNS = 200_000;
/** Cycles of a turn of the clock's loop: eight operations that wait for each other. */
const CYCLES = 8;

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
export function prepare(module, { kind, experiment, steps }) {
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

/**
 * Flops per second that the machine can do at all.
 * @param {Probe} probe
 * @param {() => number} now milliseconds
 */
export function probed(probe, now) {
  const start = now();
  probe.peak(TURNS);
  return (PER_TURN * TURNS) / ((now() - start) / 1e3);
}

/**
 * @param {Module} module with its instance running
 * @param {Probe} probe
 * @param {{ rounds: number, only: string[] }} options works to measure, all where none is named
 * @param {() => number} now milliseconds; of the processor where they can be had, for a neighbour may take it away
 * @returns {Result}
 */
export function measure(module, probe, { rounds, only }, now = () => performance.now()) {
  const time = (/** @type {() => void} */ run) => {
    const start = now();
    run();
    return now() - start;
  };
  const peak = () => probed(probe, now);
  const works = WORKS.filter(({ name }) => only.length === 0 || only.includes(name));
  // Short calls: compiled code is only entered anew, never in the middle of a call.
  for (let i = 0; i < 20; i += 1) {
    peak();
    probe.clock(TURNS);
  }
  const running = works.map((work) => {
    const iterate = prepare(module, work);
    let [iterations, spent] = [0, 0];
    while (spent < WARM_UP) {
      spent += time(() => iterate(1));
      iterations += 1;
      if (spent < WARM_UP / 2) iterations = 0;
    }
    const perCall = Math.max(1, Math.round((CALL * iterations) / (WARM_UP / 2)));
    const rates = /** @type {number[]} */ ([]);
    const shares = /** @type {number[]} */ ([]);
    return { work, iterate, perCall, rates, shares };
  });
  const peaks = /** @type {number[]} */ ([]);
  const clocks = /** @type {number[]} */ ([]);
  for (let round = 0; round < rounds; round += 1) {
    for (const { work, iterate, perCall, rates, shares } of running) {
      const before = peak();
      let [iterations, spent] = [0, 0];
      while (spent < PIECE) {
        spent += time(() => iterate(perCall));
        iterations += perCall;
      }
      const limit = (before + peak()) / 2;
      peaks.push(limit);
      clocks.push((CYCLES * TURNS) / (time(() => probe.clock(TURNS)) / 1e3));
      rates.push(iterations / (spent / 1e3));
      shares.push((iterations * floor(work)) / (spent / 1e3) / limit);
    }
  }
  return {
    peak: quantile(peaks, 0.5),
    perCycle: quantile(peaks, 0.5) / quantile(clocks, 0.5),
    rows: running.map(({ work, rates, shares }) => ({
      name: work.name,
      rate: quantile(rates, 0.5),
      share: quantile(shares, 0.5),
      spread: (quantile(shares, 0.75) - quantile(shares, 0.25)) / 2 / quantile(shares, 0.5),
      shares,
    })),
  };
}
