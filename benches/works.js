// @ts-check
// The ten works that Neurone's speed is told by: each an experiment, with the arithmetic that an iteration
// cannot do without. An iteration of training is forward, backward and update of every sample once; of
// predicting, one forward pass over the grid.

/**
 * @typedef {object} Calls of the elementary functions in an iteration
 * @property {number} exp
 * @property {number} sigmoid
 * @property {number} tanh
 *
 * @typedef {object} Work
 * @property {string} name
 * @property {string} what
 * @property {'train' | 'predict' | 'picture' | 'sequence'} kind a picture is in single precision, which halves the floor
 * @property {Record<string, unknown>} experiment
 * @property {number} steps updates of an iteration
 * @property {number} flops of an iteration, a multiply-add being two
 * @property {Calls} calls
 */

/**
 * What a call costs at best, in flops at peak, on processors that do eight flops a cycle (measured on AMD Zen 4) and on
 * those that do six (Intel Emerald Rapids): our own functions (`src/math/exp.rs`), measured once over 4 kB in the nearest
 * cache beside the probe, the fastest of several forms with this accuracy. They consist of 29, 23 and 27 vector
 * operations, a division among them, each worth a flop a call; the rest are loads, stores and waiting. The numbers stay
 * what they are, so that a slow function does not lower the bar. (One that does eight, and that neighbours never leave
 * more than seven of them, is told by the smaller costs: its shares come out too low.)
 */
const EIGHT = { exp: 44, sigmoid: 35, tanh: 40 };
const SIX = { exp: 34, sigmoid: 27, tanh: 32 };

/** Side of the grid of the works that predict. */
const SIDE = 100;

/**
 * Flops of a feed-forward network: `n_in n_out` multiply-adds a layer and sample forward; in training as many for
 * the gradient by the weights, and by the inputs in all layers but the first.
 * @param {number[]} dims inputs, then the neurons of each layer
 * @param {number} m samples
 * @param {boolean} training
 */
export function dense(dims, m, training) {
  const layers = dims.slice(1).map((n, l) => n * (dims[l] ?? 0));
  const forward = layers.reduce((sum, n) => sum + n, 0);
  return 2 * m * (training ? 3 * forward - (layers[0] ?? 0) : forward);
}

/**
 * Flops of a recurrent network in training. At the first step the state is 0: nothing flows back to it. An input of
 * one symbol out of many picks a column of its weights, which is no arithmetic.
 * @param {object} net
 * @param {number} net.gates of a cell
 * @param {number} net.nIn channels that are multiplied; 0 for symbols
 * @param {number} net.nHidden
 * @param {number} net.nOut
 * @param {number} net.nSteps
 * @param {number} net.answers steps at which the head answers
 * @param {number} net.m
 */
export function recurrent({ gates, nIn, nHidden, nOut, nSteps, answers, m }) {
  const input = gates * nHidden * nIn;
  const state = gates * nHidden * nHidden;
  const cells = 2 * nSteps * input + (3 * nSteps - 2) * state;
  return 2 * m * (cells + 3 * answers * nHidden * nOut);
}

/** @param {Partial<Calls>} calls @returns {Calls} */
export const calls = (calls) => ({ exp: 0, sigmoid: 0, tanh: 0, ...calls });

const seeds = { seed: 0, data_seed: 0 };
const circles = { ...seeds, dataset: 'circles' };
const deep = [16, 40, 90, 100];
const deepSigmoids = 247;
const tanh = { activation: ['tanh'], output: 'tanh', loss: 'half_mse', learning_rate: 0.03 };
const playground = { ...seeds, ...tanh, dataset: 'disc', n_samples: 200, hidden: [4, 2], batch_size: 10 };

/** Sequences of two channels and a class each, the same in every run; what they are does not matter to the speed. */
export function given(count = 32, nSteps = 50) {
  const wave = (/** @type {number} */ i) => Math.round(1000 * Math.sin(1.7 * i)) / 1000;
  const x = Array.from({ length: count }, (_, s) =>
    Array.from({ length: nSteps }, (_, t) => [wave(2 * t + 101 * s), wave(2 * t + 101 * s + 1)]));
  return { x, y: x.map((_, s) => s % 2), classes: 2 };
}

/** A text in which all of 64 letters occur, none where it was expected. */
function letters(length = 5000) {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) % 64;
  return Array.from({ length }, (_, i) => String.fromCodePoint(0x4e00 + (i < 64 ? i : next()))).join('');
}

const sequences = { ...seeds, task: 'given', sequences: given(), output: 'sigmoid', loss: 'log_loss', init: 'uniform' };

/** @type {Work[]} */
export const WORKS = [
  {
    name: 'W1', what: '200 points, 2-(4,2)-1 tanh, squared loss, batch 10: an epoch', kind: 'train', steps: 20,
    experiment: playground,
    flops: dense([2, 4, 2, 1], 200, true), calls: calls({ tanh: 200 * 7 }),
  },
  {
    name: 'W2', what: '100 points, (16,40,90,100) sigmoid, log loss, full batch', kind: 'train', steps: 1,
    experiment: { ...circles, hidden: deep, learning_rate: 0.001 },
    flops: dense([2, ...deep, 1], 100, true), calls: calls({ sigmoid: 100 * deepSigmoids }),
  },
  {
    name: 'W3', what: '100 points, (32) sigmoid, log loss, full batch', kind: 'train', steps: 1,
    experiment: { ...circles, hidden: [32] },
    flops: dense([2, 32, 1], 100, true), calls: calls({ sigmoid: 100 * 33 }),
  },
  {
    name: 'W4', what: '500 points, 6 layers of 8 tanh, squared loss, full batch', kind: 'train', steps: 1,
    experiment: { ...playground, n_samples: 500, hidden: Array(6).fill(8), batch_size: 0 },
    flops: dense([2, 8, 8, 8, 8, 8, 8, 1], 500, true), calls: calls({ tanh: 500 * 49 }),
  },
  {
    name: 'W5', what: '2000 points, (256,256,256) ReLU, log loss, full batch', kind: 'train', steps: 1,
    experiment: {
      ...circles, n_samples: 2000, hidden: [256, 256, 256], activation: ['relu'], init: 'he', learning_rate: 0.01,
    },
    flops: dense([2, 256, 256, 256, 1], 2000, true), calls: calls({ sigmoid: 2000 }),
  },
  {
    name: 'W6a', what: 'picture of 100 x 100 cells, (16,40,90,100) sigmoid', kind: 'picture', steps: 1,
    experiment: { ...circles, hidden: deep },
    flops: dense([2, ...deep, 1], SIDE * SIDE, false), calls: calls({ sigmoid: SIDE * SIDE * deepSigmoids }),
  },
  {
    name: 'W6b', what: 'prediction on a 100 x 100 grid, (4,2) tanh', kind: 'predict', steps: 1,
    experiment: playground,
    flops: dense([2, 4, 2, 1], SIDE * SIDE, false), calls: calls({ tanh: SIDE * SIDE * 7 }),
  },
  {
    name: 'W7', what: 'RNN 32, T 50, batch 32, 2 inputs, one output', kind: 'sequence', steps: 1,
    experiment: { ...sequences, cell: 'rnn', n_hidden: 32, learning_rate: 0.01 },
    flops: recurrent({ gates: 1, nIn: 2, nHidden: 32, nOut: 1, nSteps: 50, answers: 1, m: 32 }),
    calls: calls({ tanh: 50 * 32 * 32, sigmoid: 32 }),
  },
  {
    name: 'W8', what: 'LSTM 64, T 50, batch 32, 2 inputs, one output', kind: 'sequence', steps: 1,
    experiment: { ...sequences, cell: 'lstm', n_hidden: 64, learning_rate: 0.01 },
    flops: recurrent({ gates: 4, nIn: 2, nHidden: 64, nOut: 1, nSteps: 50, answers: 1, m: 32 }),
    calls: calls({ sigmoid: 3 * 50 * 32 * 64 + 32, tanh: 2 * 50 * 32 * 64 }),
  },
  {
    name: 'W9', what: 'LSTM 128 on text, 64 symbols, T 64, batch 16', kind: 'sequence', steps: 1,
    experiment: {
      ...seeds, task: 'text', text: letters(), n_steps: 64, cell: 'lstm', n_hidden: 128, batch_size: 16, init: 'uniform',
      output: 'softmax', loss: 'cross_entropy', learning_rate: 0.1,
    },
    flops: recurrent({ gates: 4, nIn: 0, nHidden: 128, nOut: 64, nSteps: 64, answers: 64, m: 16 }),
    calls: calls({ sigmoid: 3 * 64 * 16 * 128, tanh: 2 * 64 * 16 * 128, exp: 64 * 16 * 64 }),
  },
];

/** Some of the works, all where none is named. @param {string[]} only */
export const chosen = (only) => WORKS.filter(({ name }) => only.length === 0 || only.includes(name));

/**
 * The least that an iteration takes, in flops at peak.
 * @param {Work} work
 * @param {number} perCycle flops that the machine does in a cycle
 */
export function floor({ kind, flops, calls }, perCycle) {
  const cost = perCycle > 7 ? EIGHT : SIX;
  const all = flops + cost.exp * calls.exp + cost.sigmoid * calls.sigmoid + cost.tanh * calls.tanh;
  return kind === 'picture' ? all / 2 : all;
}

/** The square of half-width 1.5. */
export const picture = { side: SIDE, extent: Float64Array.of(-1.5, 1.5, -1.5, 1.5) };

/** The points of its grid, `[2, SIDE * SIDE]`. */
export function grid() {
  const at = (/** @type {number} */ i) => -1.5 + (3 * (i + 0.5)) / SIDE;
  const cells = Array.from({ length: SIDE * SIDE }, (_, i) => i);
  return Float64Array.from([...cells.map((i) => at(i % SIDE)), ...cells.map((i) => at(Math.floor(i / SIDE)))]);
}
