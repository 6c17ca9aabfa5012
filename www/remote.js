// @ts-check
// Where a model computes: a small one here, a large one in a worker, so that the page answers at once. The
// engine is the same, and so are its bits.

import { Engine } from './engine.js';
import { isRecurrent, layersOf } from './state.js';

/**
 * @typedef {import("./engine.js").Experiment} Experiment
 * @typedef {import("./engine.js").Snapshot} Snapshot
 */

/** Multiply-adds at one go above which a model is moved to a worker: some milliseconds. */
const LARGE = 1e7;
/** Fresh sequences that a recurrent network is scored on now and then. */
const SCORED = 512;

/** What an engine can be told and asked. */
const METHODS = /** @type {const} */ ([
  'describe',
  'train',
  'look',
  'ask',
  'askSequences',
  'byHand',
  'reset',
  'set',
  'snapshot',
  'restore',
]);

/** @param {Partial<Experiment>} experiment @returns {Promise<Engine>} */
export const openEngine = (experiment) => start('open', experiment, experiment);

/** @param {Snapshot} snapshot @returns {Promise<Engine>} */
export const resumeEngine = (snapshot) => start('resume', snapshot, snapshot.experiment);

/**
 * The norms of the gradient through time before training, see `SequencePlayground.flow_over_seeds`.
 * @param {Partial<Experiment>} experiment about sequences
 * @param {number} n_seeds
 */
export async function flowOverSeeds(experiment, n_seeds) {
  const engine = await openEngine(experiment);
  try {
    return await engine.askSequences('flow_over_seeds', n_seeds);
  } finally {
    await engine.free();
  }
}

/**
 * @param {"open" | "resume"} how
 * @param {any} what
 * @param {Partial<Experiment>} experiment
 */
async function start(how, what, experiment) {
  if (isLarge(experiment)) {
    const remote = await remoteEngine(how, what);
    if (remote) return remote;
  }
  return Engine[how](what);
}

/**
 * About how many multiply-adds an update takes, forward and backward.
 * @param {Partial<Experiment>} experiment fields that are left out count as small
 */
export function workOf(experiment) {
  if (isRecurrent(experiment)) {
    const { n_hidden = 8, n_layers = 1, n_steps = 0, batch_size = 0 } = experiment;
    return 3 * 4 * n_layers * 2 * n_hidden ** 2 * (n_steps || 50) * (batch_size || 16);
  }
  const { n_samples = 100, points, batch_size = 0 } = experiment;
  const { hidden = [], features = ['x1', 'x2'] } = experiment;
  const sizes = layersOf(/** @type {Experiment} */ ({ dataset: 'blobs', loss: 'log_loss', ...experiment, hidden, features }));
  const weights = sizes.slice(1).reduce((sum, size, l) => sum + size * (sizes[l] ?? 0), 0);
  return 3 * weights * Math.min(batch_size || Infinity, points?.y.length ?? n_samples);
}

/** Whether an experiment trains in a worker. @param {Partial<Experiment>} experiment */
export const isLarge = (experiment) => Math.max(workOf(experiment), scoreOf(experiment)) > LARGE;

/**
 * About how many multiply-adds a score takes.
 * @param {Partial<Experiment>} experiment
 */
export function scoreOf(experiment) {
  const { cell = 'none', n_hidden = 8, n_layers = 1, n_steps = 0 } = experiment;
  const products = cell === 'rnn' ? 1 : 4;
  return isRecurrent(experiment) ? products * n_layers * 2 * n_hidden ** 2 * (n_steps || 50) * SCORED : 0;
}

/**
 * An engine in a worker of its own; `null` where no worker can be had, as from a file or under some policies.
 * @param {"open" | "resume"} how
 * @param {any} what
 * @returns {Promise<Engine | null>}
 */
export async function remoteEngine(how, what) {
  const worker = await newWorker();
  if (!worker) return null;
  /** @type {Map<number, { done: (value: any) => void, failed: (error: any) => void }>} */
  const waiting = new Map();
  let serial = 0;
  worker.addEventListener('message', ({ data: { id, value, error } }) => {
    const { done, failed } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) failed?.(Object.assign(new Error(error.message), error));
    else done?.(value);
  });
  /** @param {string} method @param {unknown[]} args @returns {Promise<any>} */
  const call = (method, ...args) =>
    new Promise((done, failed) => {
      serial += 1;
      waiting.set(serial, { done, failed });
      worker.postMessage({ id: serial, method, args });
    });
  try {
    await call(how, what);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  const told = METHODS.map((method) => [method, (/** @type {unknown[]} */ ...args) => call(method, ...args)]);
  const free = async () => {
    worker.terminate();
    for (const { failed } of waiting.values()) failed(Object.assign(new Error('freed'), { code: 'freed', field: '' }));
  };
  return /** @type {Engine} */ (/** @type {unknown} */ (Object.fromEntries([...told, ['free', free]])));
}

/** A worker that has said that it is there. @returns {Promise<Worker | null>} */
function newWorker() {
  return new Promise((done) => {
    try {
      const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
      worker.addEventListener('message', () => done(worker), { once: true });
      worker.addEventListener('error', () => done(null), { once: true });
    } catch {
      done(null);
    }
  });
}
