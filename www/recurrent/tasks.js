// @ts-check
// What the page knows of the tasks: in which order they are shown, and what each asks of the output.

import { fitting } from '../datasets.js';
import { THROUGH, flatten } from '../state.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Experiment} Experiment
 * @typedef {import("../state.js").Patch} Patch
 * @typedef {import("../pkg/neurone.js").Task} Task
 */

/** Those that are shown at once, and those behind "more". @type {Task[]} */
export const FIRST = ['pulse', 'counter', 'adding', 'order'];
/** @type {Task[]} */
export const MORE = ['parity', 'recall', 'reber', 'long_lag', 'sine', 'two_sines', 'sunspots', 'fable', 'english', 'copy'];
/** Those that only the third level shows. @type {Task[]} */
export const RARE = ['copy'];

/** @type {Task[]} */
const SERIES = ['sine', 'two_sines', 'sunspots', 'series'];
/** @type {Task[]} */
const VALUES = ['counter', 'adding', 'recall', ...SERIES];
/** @type {Task[]} */
const EITHER = ['pulse', 'long_lag', 'parity'];

/** Whether a task cuts its sequences from a series, the end of which can be kept for testing. @param {Task} task */
export const isSeries = (task) => SERIES.includes(task);

/** How many answers there are to choose from: none, two, or more. @param {Task} task */
const kindOf = (task) => (VALUES.includes(task) ? 0 : EITHER.includes(task) ? 2 : 3);

/** Percent of a series kept for testing where nothing else was chosen. */
const KEPT = 20;

/** The loss and the output of a task. @param {Task} task @returns {Patch} */
function answersOf(task) {
  if (kindOf(task) === 0) return { loss: 'mse', output: 'identity' };
  if (kindOf(task) === 2) return { loss: 'log_loss', output: 'sigmoid' };
  return { loss: 'cross_entropy', output: 'softmax' };
}

/**
 * Another task, and with it its usual length and the loss and output that it needs. A choice of the
 * reader's that fits stays, as do the reader's own data.
 * @param {Experiment} experiment
 * @param {Patch & { task: Task }} patch
 * @returns {Patch}
 */
export function taking(experiment, patch) {
  const { task, test_share } = flatten(experiment);
  const share = isSeries(patch.task) && !isSeries(task) && test_share === 0 ? { test_share: KEPT } : {};
  // What was given may have been answered in any way.
  const answers = task !== 'given' && kindOf(patch.task) === kindOf(task) ? {} : answersOf(patch.task);
  return { n_steps: 0, ...share, ...answers, ...patch };
}

/** What lets a first cell learn its task: a steady rule and gradients that stay small. */
const CELL = /** @type {const} */ ({
  cell: 'lstm',
  init: 'uniform',
  optimizer: 'adam',
  learning_rate: 0.01,
  clip_norm: 1,
  batch_size: 0,
});

/**
 * From points to sequences: a cell, and what it needs to learn. What points alone use stays for the way back.
 * @param {Experiment} experiment
 * @returns {Patch}
 */
export const toSequences = ({ task }) => ({ ...CELL, ...answersOf(task) });

/**
 * From sequences back to the points: no cell, and the loss and the output that the points need.
 * @param {Experiment} experiment
 * @returns {Patch}
 */
export function toPoints(experiment) {
  const { dataset, points, ...rest } = flatten(experiment);
  const values = { x: [], y: [], values: true };
  const answers = fitting({ ...rest, dataset: 'points', points: values }, { dataset, points });
  return { cell: 'none', loss: 'mse', output: 'identity', ...answers };
}

/**
 * Puts a task in place, seen from its beginning.
 * @param {App} app
 * @param {Patch & { task: Task }} patch
 */
export function take(app, patch) {
  const { experiment } = app.session.description ?? {};
  if (!experiment) return Promise.resolve(false);
  app.view.through = { ...THROUGH, flow: app.view.through.flow };
  return app.change(taking(experiment, patch));
}
