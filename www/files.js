// @ts-check
// Experiments and models as files: their text, and what a file that is opened turns out to be. Judging
// the fields is the module's work.

/**
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./pkg/neurone.js").Snapshot} Snapshot
 * @typedef {import("./words.js").Fault} Fault
 */

/**
 * @typedef {{ experiment: Record<string, unknown>, sizes?: number[] }} Opened an experiment; the sizes of its layers where it brings weights
 * @typedef {{ snapshot: Snapshot }} Resumed a model with its weights
 */

/** Bytes of the largest file that is read: a million and a half weights, each with two moments. */
const LARGEST = 128e6;
/** What is opened here; tables are the business of the data. */
export const OPENED = /\.(json|safetensors)$/i;

/** Whether a file is a table, by its name and kind. @param {{ name: string, type: string }} file */
export function isTable({ name, type }) {
  return /\.(csv|tsv|txt|tab)$/i.test(name) || /^text\/(csv|plain|tab-separated-values)$/.test(type);
}

const LISTS = ['parameters', 'moments', 'permutation', 'order', 'dropout'];
const COLUMNS = ['step', 'loss', 'accuracy', 'test_loss', 'test_accuracy'];

/** The same text that `cargo xtask train` takes. @param {Experiment} experiment */
export function experimentText(experiment) {
  // Lists of numbers on one line: a point or a layer is read as one thing.
  const text = JSON.stringify(experiment, null, 2);
  return `${text.replace(/\[[^[\]{}]*\]/g, (list) => list.replace(/\s+/g, ' '))}\n`;
}

/**
 * @param {Snapshot} snapshot
 * @param {import("./pkg/neurone.js").Matrix[]} [matrices] what the parameters of a recurrent model are
 */
export function modelText(snapshot, matrices) {
  const list = (/** @type {string} */ _, /** @type {unknown} */ value) => (value instanceof Float64Array ? [...value] : value);
  return `${JSON.stringify({ ...snapshot, matrices }, list)}\n`;
}

/**
 * What a text is; throws a fault where it is neither.
 * @param {string} text
 * @returns {Opened | Resumed}
 */
export function readText(text) {
  /** @type {any} */
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw fault('file_kind');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fault('file_kind');
  if (typeof value.experiment !== 'object' || value.experiment === null) {
    if (!['dataset', 'hidden', 'cell', 'version'].some((name) => name in value)) throw fault('file_kind');
    return { experiment: value };
  }
  const columns = (/** @type {any} */ table) =>
    Object.fromEntries(COLUMNS.map((name) => [name, numbers(table?.[name], name)]));
  const lists = Object.fromEntries(LISTS.map((name) => [name, numbers(value[name], name)]));
  // Models that were saved before there were scores have none.
  const scores = value.scores ? { scores: columns(value.scores) } : {};
  return { snapshot: { ...value, ...lists, ...scores, history: columns(value.history) } };
}

/**
 * @param {unknown} list
 * @param {string} field
 */
function numbers(list, field) {
  if (!Array.isArray(list) || !list.every(Number.isFinite)) throw fault('file_part', field);
  return Float64Array.from(list);
}

/** Reads a file, unless it is too large. @param {File} file */
export async function bytesOf(file) {
  if (file.size > LARGEST) throw fault('file_large', '', file.name);
  return file.arrayBuffer();
}

/**
 * Has the browser save a file.
 * @param {string} name
 * @param {Blob} blob
 */
export function save(name, blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {string} code
 * @param {string} [field]
 * @param {string | null} [got]
 * @returns {Error & Fault}
 */
export function fault(code, field = '', got = null) {
  return Object.assign(new Error(code), { code, field, expected: null, got, at: null });
}

/** What the browser refuses, as one of ours. @param {any} error */
export function known(error) {
  return error?.name === 'NotAllowedError' ? fault('not_allowed') : error;
}
