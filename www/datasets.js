// @ts-check
// What the page knows of the data sets: which settings each one uses, what it asks of the loss.

import { flatten } from './state.js';

/**
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./state.js").Patch} Patch
 * @typedef {import("./pkg/neurone.js").Data} Data
 * @typedef {import("./pkg/neurone.js").Dataset} Dataset
 */

/** Those that are shown at once, and those behind "more". @type {Dataset[]} */
export const FIRST = ['blobs', 'circles', 'moons', 'xor'];
/** @type {Dataset[]} */
export const MORE = [
  'disc',
  'gauss',
  'spiral',
  'checkerboard',
  'iris',
  'plane',
  'gaussians',
  'sine',
  'step',
  'polynomial',
];

/** Values to be predicted instead of classes. */
const VALUES = ['plane', 'gaussians', 'sine', 'step', 'polynomial'];

/** Those of them that depend on x1 alone. */
const CURVES = ['sine', 'step', 'polynomial'];

/** Where a noise is a standard deviation; elsewhere it is a share. */
export const IN_DEVIATIONS = ['blobs', 'circles', 'moons', 'sine', 'step', 'polynomial'];

/**
 * Whether a data set depends on a setting.
 * @param {Dataset} dataset
 * @param {"n_samples" | "noise" | "factor" | "n_classes" | "data_seed" | "columns"} field
 */
export function uses(dataset, field) {
  if (field === 'columns') return dataset === 'iris';
  if (field === 'factor') return dataset === 'circles';
  if (field === 'n_classes') return dataset === 'blobs' || dataset === 'spiral';
  return dataset !== 'iris' && dataset !== 'points';
}

/**
 * The number of classes of an experiment; 0 for values.
 * @param {Pick<Experiment, "dataset" | "n_classes" | "points">} experiment
 */
export function classesOf({ dataset, n_classes, points }) {
  if (VALUES.includes(dataset)) return 0;
  if (dataset === 'iris') return 3;
  if (dataset === 'points') return points?.values ? 0 : 1 + Math.max(1, ...(points?.y ?? []));
  return uses(dataset, 'n_classes') ? n_classes : 2;
}

/**
 * A change of the data, and with it the loss and the output that the new data need. A choice of the
 * reader's that fits stays.
 * @param {Experiment} experiment
 * @param {Patch} patch
 * @returns {Patch}
 */
export function fitting(experiment, patch) {
  const now = flatten(experiment);
  const then = { ...now, ...dropUndefined(patch) };
  const [before, after] = [classesOf(now), classesOf(then)];
  const kind = (/** @type {number} */ n) => Math.min(n, 3);
  const fit = { ...patch, ...inputs(now, then) };
  if (kind(before) === kind(after)) return fit;
  if (after === 0) return { ...fit, loss: 'mse', output: 'identity' };
  if (after === 2) return { ...fit, loss: 'log_loss', output: 'sigmoid' };
  return { ...fit, loss: 'cross_entropy', output: 'softmax' };
}

/**
 * The usual inputs of the data: of a curve, x2 is 0 everywhere.
 * @param {Experiment} now
 * @param {Experiment} then
 * @returns {Patch}
 */
function inputs(now, then) {
  const flat = (/** @type {Experiment} */ { dataset, points }) =>
    dataset === 'points' ? points?.values && points.x.every(([, x2]) => x2 === points.x[0]?.[1]) : CURVES.includes(dataset);
  const usual = (/** @type {Experiment} */ experiment) => (flat(experiment) ? ['x1'] : ['x1', 'x2']);
  if (String(usual(now)) === String(usual(then)) || String(then.features) !== String(usual(now))) return {};
  return { features: /** @type {Experiment["features"]} */ (usual(then)) };
}

/** @param {Patch} patch @returns {Partial<Experiment>} */
function dropUndefined(patch) {
  return /** @type {Partial<Experiment>} */ (
    Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  );
}

/** Whether the values depend on x1 alone: their picture is a curve. @param {Data} data */
export function isCurve({ x, m, n_classes }) {
  return n_classes === 0 && x.subarray(m).every((x2) => x2 === x[m]);
}

/**
 * The values at the ends of the colour scale; where there are values of both signs, paper is 0.
 * @param {Data} data
 * @returns {[number, number]}
 */
export function rangeOfValues({ y }) {
  const low = y.reduce((a, b) => Math.min(a, b), Infinity);
  const high = y.reduce((a, b) => Math.max(a, b), -Infinity);
  const most = Math.max(-low, high);
  if (low < 0 && high > 0) return [-most, most];
  return low < high ? [low, high] : [low - 1, high + 1];
}

/**
 * How good the answers are, in words: a share of right ones, or R² for values.
 * @param {import("./state.js").App} app
 * @param {number} accuracy
 */
export function scoreText({ words, session }, accuracy) {
  return session.description?.data.n_classes === 0 ? `R² = ${words.fixed(accuracy, 3)}` : words.percent(accuracy);
}

/**
 * What a class is called.
 * @param {import("./state.js").App} app
 * @param {number} i
 */
export function className({ words, session }, i) {
  return session.description?.data.classes[i] ?? words.t('class', { class: String(i) });
}
