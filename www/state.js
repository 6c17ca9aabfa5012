// @ts-check
// What the element is asked to show: attributes and typed text as fields of an experiment, and what
// the reader chose last time. Judging values is the module's work; here they only change their form.

import { parseNumber } from './words.js';

/**
 * @typedef {import("./pkg/neurone.js").Experiment} Experiment
 * @typedef {import("./pkg/neurone.js").Field} Field
 * @typedef {import("./pkg/neurone.js").Preset} Preset
 * @typedef {import("./pkg/neurone.js").Theme} Theme
 * @typedef {import("./words.js").Words} Words
 * @typedef {import("./words.js").Fault} Fault
 * @typedef {import("./engine.js").Picture} Picture
 */

/**
 * @typedef {{ [K in keyof Experiment]?: Experiment[K] | undefined }} Patch changed fields; `undefined` is a
 *   seed to be drawn
 */

/**
 * @typedef {object} App what the parts of the element see, and what they may ask for
 * @property {import("./session.js").Session} session
 * @property {View} view
 * @property {Words} words
 * @property {Theme} theme
 * @property {Field[]} schema
 * @property {Preset[]} presets
 * @property {import("./pkg/neurone.js").Lane[]} lanes cells on their tasks
 * @property {import("./presets.js").Exercise[]} exercises
 * @property {import("./wasm.js").Module} pens the drawing functions
 * @property {(asked: Patch | ((now: Experiment) => Patch), moment?: import("./pkg/neurone.js").Snapshot) => Promise<boolean>} change
 *   sets fields, by the experiment that holds when its turn comes; where that takes another model, it goes on from the
 *   moment; `false` where one was refused
 * @property {(experiment: Experiment) => void} load puts an experiment of the thesis in place
 * @property {(step: string) => void} take takes a step of the ladder
 * @property {(patch: Partial<View>) => void} show
 * @property {(error: unknown) => void} fail
 * @property {() => void} settle takes away what was said of something that failed
 * @property {(rung: string) => void} climb goes to a rung without its start
 * @property {(text: string) => void} say to a screen reader, politely
 * @property {(turn: Turn) => boolean} due whether this picture is the turn of what need not follow each of them
 * @property {import('./keep.js').Keeper} keeper of the reader's work
 */

/**
 * What nobody could follow at sixty pictures a second is drawn in turns.
 * @typedef {"texts" | "model" | "first curve" | "second curve" | "rest"} Turn
 */

/**
 * @typedef {object} View what is looked at, and how
 * @property {string} rung
 * @property {string | null} step of the ladder; `null` where the reader left it
 * @property {string} level
 * @property {import("./loop.js").Pace} pace
 * @property {string} panel of the narrow form
 * @property {string} tab of the drawer
 * @property {number | null} neuron shown in the main picture; `null` for the output
 * @property {boolean} pinned whether it stays
 * @property {number} [threshold] probability from which a point counts as class 1
 * @property {boolean} [discrete] whether the picture shows classes alone, without how sure the network is
 * @property {boolean} [log] whether the loss is on a logarithmic axis
 * @property {Kept | null} [kept] the curves of a run to compare with
 * @property {import("./worked.js").Sheet} [worked] what is worked out by hand
 * @property {[number, number]} [span] of the values of a curve, while its window is held
 * @property {File} [dropped] a table that nothing could read yet
 * @property {import("./draw.js").Pencil | null} pencil what a touch of the picture does to the points
 * @property {Through} through what is looked at of a sequence
 * @property {boolean} [equal] whether the cell without the new gate gets as many parameters
 */

/**
 * @typedef {object} Kept
 * @property {import("./pkg/neurone.js").History} history
 * @property {import("./pkg/neurone.js").History} [scores] on fresh sequences, where it was about sequences
 * @property {boolean} values whether it predicts values
 */

/**
 * @typedef {object} Through
 * @property {number} example number of the sequence that is shown
 * @property {number} from where the shown part of a text or a series begins
 * @property {number} length of that part; 0 for a sequence as the task draws it
 * @property {number} t the step under the cursor, from 0
 * @property {number} layer
 * @property {number} unit the cell that is looked at
 * @property {(number | null)[]} pins of the gates, in their order; none where empty
 * @property {boolean} flow whether the gradient through time is wanted
 */

/**
 * @typedef {object} Part one part of the element
 * @property {HTMLElement} element
 * @property {() => void} [update] the experiment or the view is another one
 * @property {(picture: Picture) => void} [draw]
 * @property {() => void} [look] another neuron is looked at
 * @property {() => void} [close]
 */

/** A first look at a sequence. @type {Readonly<Through>} */
export const THROUGH = { example: 0, from: 0, length: 0, t: 0, layer: 0, unit: 0, pins: [], flow: false };

/**
 * What stays in sight of a sequence when another experiment comes: not a place in a text that is gone.
 * @param {Through} through
 * @param {Partial<Experiment> | undefined} before
 * @param {Partial<Experiment>} after
 * @returns {Through}
 */
export function throughAfter(through, before, after) {
  const source = (/** @type {Partial<Experiment>} */ { task, n_steps = 0, text = null, series = null }) =>
    JSON.stringify([task, n_steps, text, series]);
  if (before && source(before) === source(after)) return through;
  return { ...through, ...{ example: 0, from: 0, length: 0, t: 0 } };
}

/**
 * Whether another view has to be asked of the model; the cursor moves over what is there.
 * @param {Through} before
 * @param {Through} after
 */
export function asksAnew(before, after) {
  const asked = (/** @type {Through} */ { example, from, length, pins, flow }) => JSON.stringify([example, from, length, pins, flow]);
  return asked(before) !== asked(after);
}

export const LEVELS = ['1', '2', '3'];

/** Fields that may be written with the sign of what they count. */
const PERCENT = ['test_share', 'stop_accuracy'];

/** What is opened can be seen from level 2 on. @param {string} level */
export const shownAt = (level) => (level === '1' ? '2' : level);

/**
 * `learning_rate` → `learning-rate`; but `hidden` → `layers`, for HTML hides whatever has an attribute `hidden`.
 * @param {string} field
 */
export const attributeName = (field) => (field === 'hidden' ? 'layers' : field.replaceAll('_', '-'));

/**
 * Text as the value of a field; text that cannot be one stays text, for the module to refuse.
 * @param {Field} field
 * @param {string} text
 * @returns {unknown}
 */
export function fromText(field, text) {
  const trimmed = text.trim();
  switch (field.kind) {
    case 'number':
    case 'integer':
    case 'seed':
      return parseNumber(PERCENT.includes(field.name) ? trimmed.replace(/\s*%$/, '') : trimmed) ?? trimmed;
    case 'integers':
      return items(trimmed).map((item) => parseNumber(item) ?? item);
    case 'choices':
      return /[,;]/.test(trimmed) ? trimmed.split(/\s*[,;]\s*/) : items(trimmed);
    case 'words':
      return items(trimmed).length > 1 ? items(trimmed) : trimmed;
    case 'choice':
      return trimmed;
    case 'text':
      return text;
    default:
      return json(trimmed);
  }
}

/** @param {string} text a list with commas, semicolons or spaces; "none" is the empty one */
function items(text) {
  return text === 'none'
    ? []
    : text
        .replace(/^\(|\)$/g, '')
        .split(/[\s,;]+/)
        .filter(Boolean);
}

/** @param {string} text */
function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * The fields that attributes give, in the form that the module reads.
 * @param {(name: string) => string | null} get
 * @param {Field[]} schema
 * @returns {Record<string, unknown>}
 */
export function readAttributes(get, schema) {
  /** @type {Record<string, unknown>} */
  const fields = {};
  for (const field of schema) {
    const text = get(attributeName(field.name));
    if (text !== null) fields[field.name] = fromText(field, text);
  }
  return fields;
}

/**
 * One of `choices`, or the first and a fault.
 * @template {string} T
 * @param {string} field
 * @param {string | null} value
 * @param {readonly T[]} choices
 * @param {Fault[]} faults
 * @returns {T | null} `null` where nothing was asked for or it was refused
 */
export function choose(field, value, choices, faults) {
  if (value === null || value === '') return null;
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  faults.push({ code: 'unknown_choice', field, expected: [...choices], got: value, at: null });
  return null;
}

/**
 * The experiment that starts with what was changed while training.
 * @param {Experiment} experiment
 * @returns {Experiment}
 */
export function flatten(experiment) {
  const fields = experiment.edits.filter(({ field }) => field !== 'parameter');
  const last = Object.fromEntries(fields.map(({ field, value }) => [field, value]));
  return { ...experiment, ...last, edits: [] };
}

/** Fields that say how many weights there are, or what each of them is. */
const SHAPE = ['features', 'hidden', 'n_classes', 'loss', 'cell', 'task', 'bias', 'n_hidden', 'n_layers'];

/**
 * The experiment with some fields changed. Inline weights belong to one architecture only, as do places of weights.
 * @param {Experiment} experiment
 * @param {Patch} patch
 * @returns {Partial<Experiment>}
 */
export function changed(experiment, patch) {
  const places = SHAPE.some((name) => name in patch) ? { frozen: [] } : null;
  const entries = Object.entries({ ...flatten(experiment), parameters: null, ...places, ...patch });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * The preset that an experiment is.
 * @template {{ experiment: Experiment }} T
 * @param {Experiment} experiment
 * @param {T[]} presets
 */
export function presetOf(experiment, presets) {
  const text = canonical(flatten(experiment));
  return presets.find((preset) => canonical(preset.experiment) === text) ?? null;
}

/**
 * Every experiment that has a name.
 * @param {Pick<App, "presets" | "lanes" | "exercises">} app
 * @returns {{ name: string, experiment: Experiment }[]}
 */
export const namedOf = ({ presets, lanes, exercises }) => [...presets, ...lanes, ...exercises];

/** @param {object} value */
function canonical(value) {
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Whether an experiment is about sequences.
 * @param {Pick<Partial<Experiment>, "cell">} experiment
 */
export const isRecurrent = ({ cell = 'none' }) => cell !== 'none';

/**
 * The neurons of each layer, inputs first.
 * @param {Experiment} experiment
 */
export function layersOf(experiment) {
  return [experiment.features.length, ...experiment.hidden, outputsOf(experiment)];
}

/**
 * The neurons of the last layer: one, or one for each class where they share out a probability.
 * @param {Experiment} experiment
 */
export function outputsOf({ loss, dataset, n_classes, points }) {
  if (loss !== 'cross_entropy') return 1;
  if (dataset === 'points') return Math.max(2, 1 + Math.max(...(points?.y ?? [])));
  return dataset === 'iris' ? 3 : dataset === 'blobs' || dataset === 'spiral' ? n_classes : 2;
}

/**
 * The probability from which a point counts as class 1; only the third level can change it.
 * @param {View} view
 */
export function thresholdOf({ level, threshold = 0.5 }) {
  return level === '3' ? threshold : 0.5;
}

/** Whether the picture is discretised; only the third level has a switch for it. @param {View} view */
export function discreteOf({ level, discrete = false }) {
  return discrete && level === '3';
}

/**
 * The activation of hidden layer `l`, counted from 0.
 * @param {Experiment} experiment
 * @param {number} l
 */
export function activationOf({ activation }, l) {
  return Array.isArray(activation) ? (activation[l] ?? activation.at(-1) ?? 'sigmoid') : activation;
}

/**
 * The values that a neuron's picture spreads over the colour scale.
 * @param {string} activation
 * @param {Float64Array} values
 * @returns {[number, number]}
 */
export function rangeOf(activation, values) {
  if (['sigmoid', 'softmax', 'heaviside'].includes(activation)) return [0, 1];
  if (activation === 'tanh' || activation === 'sine') return [-1, 1];
  const most = largest(values);
  return [-most, most];
}

/** The largest absolute value, never zero. @param {Float64Array} values */
export function largest(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-12);
}

/** What is remembered where nothing can be stored. @type {Map<string, string>} */
const memory = new Map();

/** @param {string} key @returns {string | null} */
export function recall(key) {
  try {
    return memory.get(key) ?? localStorage.getItem(`neurone-${key}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string} value
 */
export function remember(key, value) {
  try {
    localStorage.setItem(`neurone-${key}`, value);
    memory.delete(key);
  } catch {
    memory.set(key, value);
  }
}
