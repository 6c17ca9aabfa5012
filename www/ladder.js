// @ts-check
// The ladder: each rung is a question, a start and a knob, whose positions are steps. The sentences
// about a step are the texts `step.NAME.start`, `.run` and `.end`.

import { flatten, isRecurrent, presetOf } from './state.js';

/**
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {{ name: string, experiment: Experiment }} Named
 */

/**
 * @typedef {object} Knob a slider of a step
 * @property {"n_steps" | "forget_bias"} field
 * @property {number} from
 * @property {number} to
 * @property {number} by
 */

/**
 * @typedef {object} Step
 * @property {string} preset an experiment with a name
 * @property {Partial<Experiment>} [change] what differs from it
 * @property {string} [rung] the rung that it leads to
 * @property {Knob} [knob]
 * @property {Partial<Experiment>} [rival] what differs in the cell that trains beside it, the one without
 * @property {Partial<Experiment>} [equal] a rival with about as many parameters
 */

/** @type {Record<string, Step>} */
export const STEPS = {
  blobs: { preset: 'neuron_blobs' },
  circles: { preset: 'two_layer_circles_8', change: { hidden: [] } },
  eight: { preset: 'two_layer_circles_8' },
  squares: {
    preset: 'two_layer_circles_8',
    change: { hidden: [], features: ['x1', 'x2', 'x1_squared', 'x2_squared'] },
  },
  six: { preset: 'deep_2_4_6_6_8_10', rung: '3' },
  ring: { preset: 'two_layer_circles_8' },
  two: { preset: 'two_layer_circles_2' },
  sixteen: { preset: 'two_layer_circles_16' },
  thirtytwo: { preset: 'two_layer_circles_32' },
  four: { preset: 'deep_16_16_16_16' },
  faster: { preset: 'deep_16_16_16_16', change: { learning_rate: 0.1 } },
  wide: { preset: 'deep_16_40_90_100' },
  wave: { preset: 'sine_rnn' },
  verse: { preset: 'fable_rnn' },
  near: { preset: 'order_rnn_10', knob: { field: 'n_steps', from: 10, to: 50, by: 1 } },
  far: { preset: 'pulse_rnn', knob: { field: 'n_steps', from: 5, to: 60, by: 1 } },
  memory: { preset: 'pulse_stage1', rung: '5', rival: { cell: 'rnn' } },
  forget: { preset: 'counter_stage2', rival: { cell: 'stage1' } },
  parity: { preset: 'parity_stage2', rival: { cell: 'stage1' } },
  input: { preset: 'adding_stage3', rival: { cell: 'stage2' } },
  recall: { preset: 'recall_stage3', rival: { cell: 'stage2' } },
  output: { preset: 'recall1_lstm', rival: { cell: 'stage3' } },
  finale: {
    preset: 'order_lstm',
    knob: { field: 'n_steps', from: 10, to: 50, by: 1 },
    rival: { cell: 'rnn', forget_bias: 1 },
    equal: { cell: 'rnn', forget_bias: 1, n_hidden: 20 },
  },
  twist: {
    preset: 'pulse_lstm_3',
    knob: { field: 'forget_bias', from: 0.5, to: 5, by: 0.5 },
    rival: { bias: false, forget_bias: 0 },
  },
  gru: { preset: 'order_gru', rival: { cell: 'lstm' } },
};

/** @type {{ id: string, steps: string[], apart?: boolean }[]} */
export const RUNGS = [
  { id: '1', steps: ['blobs', 'circles', 'eight', 'squares', 'six'] },
  { id: '2', steps: ['two', 'ring', 'sixteen', 'thirtytwo'] },
  { id: '3', steps: ['six', 'four', 'faster', 'wide'] },
  { id: '4', steps: ['wave', 'verse', 'near', 'far', 'memory'] },
  { id: '5', steps: ['memory', 'forget', 'parity', 'input', 'recall', 'output', 'finale', 'twist', 'gru'] },
  { id: 'sandbox', steps: [], apart: true },
];

/** Rungs that can be stood on. */
export const LIVE = RUNGS.filter(({ steps, apart }) => steps.length > 0 || apart).map(({ id }) => id);

/** What the sandbox starts from. */
export const SANDBOX = 'two_layer_circles_8';

/** @param {string} id */
export function stepsOf(id) {
  return RUNGS.find((rung) => rung.id === id)?.steps ?? [];
}

/**
 * @param {string} name of a step
 * @param {Named[]} presets
 * @returns {Experiment | null}
 */
export function experimentOf(name, presets) {
  const step = STEPS[name];
  const preset = presets.find((one) => one.name === step?.preset);
  return preset && step ? { ...preset.experiment, ...step.change } : null;
}

/**
 * The rung that an experiment belongs to; off the ladder one stays where one is.
 * @param {Experiment} experiment
 * @param {string} rung where one is
 */
export function rungOf({ hidden, cell }, rung) {
  if (!stepsOf(rung).length) return rung;
  return isRecurrent({ cell }) ? (cell === 'rnn' ? '4' : '5') : String(Math.min(hidden.length, 2) + 1);
}

/**
 * The step of a rung that an experiment is. Sequences are drawn with any seed, cells begin where they like,
 * and the knob of a step turns.
 * @param {string} rung
 * @param {Experiment} experiment
 * @param {Named[]} presets
 */
export function stepOf(rung, experiment, presets) {
  const present = flatten(experiment);
  const steps = stepsOf(rung).flatMap((name) => {
    const one = experimentOf(name, presets);
    return one ? [{ name, experiment: isRecurrent(one) ? { ...one, ...freeOf(name, present) } : one }] : [];
  });
  return presetOf(experiment, steps)?.name ?? null;
}

/**
 * What a step leaves open, as it is at present.
 * @param {string} name
 * @param {Experiment} present
 * @returns {Partial<Experiment>}
 */
function freeOf(name, { seed, data_seed, parameters, ...present }) {
  const field = STEPS[name]?.knob?.field;
  return { seed, data_seed, parameters, ...(field && turned(field, present[field])) };
}

/**
 * A knob at a value. A cell whose forget bias is 0 has no biases at all, as printed.
 * @param {Knob["field"]} field
 * @param {number} value
 * @returns {Partial<Experiment>}
 */
export const turned = (field, value) =>
  field === 'forget_bias' ? { bias: value > 0, forget_bias: value } : { [field]: value };

/**
 * The experiment that trains beside a step's.
 * @param {string | null} name of the step
 * @param {Experiment} experiment
 * @param {boolean} equal whether it is to have as many parameters
 * @returns {Experiment | null} `null` where the step has none
 */
export function rivalOf(name, experiment, equal) {
  const step = name === null ? undefined : STEPS[name];
  const change = (equal && step?.equal) || step?.rival;
  return change ? { ...flatten(experiment), parameters: null, ...change } : null;
}
