// @ts-check
// The ladder: each rung is a question, a start and a knob, whose positions are steps. The sentences
// about a step are the texts `step.NAME.start`, `.run` and `.end`.

import { presetOf } from './state.js';

/**
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./state.js").Preset} Preset
 */

/**
 * @typedef {object} Step
 * @property {string} preset an experiment of the thesis
 * @property {Partial<Experiment>} [change] what differs from it
 * @property {string} [rung] the rung that it leads to
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
};

/** @type {{ id: string, steps: string[], apart?: boolean }[]} */
export const RUNGS = [
  { id: '1', steps: ['blobs', 'circles', 'eight', 'squares', 'six'] },
  { id: '2', steps: ['two', 'ring', 'sixteen', 'thirtytwo'] },
  { id: '3', steps: ['six', 'four', 'faster', 'wide'] },
  { id: '4', steps: [] },
  { id: '5', steps: [] },
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
 * @param {Preset[]} presets
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
export function rungOf({ hidden }, rung) {
  return stepsOf(rung).length ? String(Math.min(hidden.length, 2) + 1) : rung;
}

/**
 * The step of a rung that an experiment is.
 * @param {string} rung
 * @param {Experiment} experiment
 * @param {Preset[]} presets
 */
export function stepOf(rung, experiment, presets) {
  const steps = stepsOf(rung).flatMap((name) => {
    const one = experimentOf(name, presets);
    return one ? [{ name, experiment: one }] : [];
  });
  return presetOf(experiment, steps)?.name ?? null;
}
