// @ts-check
// The share link: an experiment as text that a reader can make out, `v=1&preset=…&hidden=8,8&level=2`.
// Only what differs from a preset or from the defaults is written. Reading never throws: a part that
// cannot be read is a fault and is left out; whether a value will do is for the module to judge.

import { pack, packPoints, unpack, unpackPoints } from './pack.js';
import { LEVELS } from './state.js';

/**
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./state.js").Field} Field
 * @typedef {import("./words.js").Fault} Fault
 */

/**
 * @typedef {object} Link
 * @property {string | null} rung
 * @property {string | null} preset what the fields differ from; `null` for the defaults
 * @property {string | null} level at which everything that differs can be seen
 * @property {Record<string, unknown>} fields
 * @property {Fault[]} faults
 */

const VERSION = 1;
/** Characters of the longest link that is offered; browsers, mail and chats cut longer ones. */
export const LONGEST = 8192;
/** What has its control below level 3 wherever it has one; a link that sets anything else opens at level 3. */
const TUNED = new Set([
  'dataset', 'n_samples', 'noise', 'factor', 'cluster_std', 'data_seed', 'n_classes', 'columns', 'points',
  'standardize', 'test_share', 'features', 'hidden', 'activation', 'learning_rate', 'n_iter', 'seed', 'batch_size',
  'stop_accuracy', 'stop_patience', 'cell', 'task', 'n_steps', 'text', 'series', 'n_hidden', 'forget_bias',
]);
/** Never written: the version stands for itself, and a single parameter is set by an edit alone. */
const UNWRITTEN = new Set(['version', 'parameter']);

/**
 * @param {{ experiment: Experiment, rung: string, level: string }} state
 * @param {Field[]} schema
 * @param {{ name: string, experiment: Experiment }[]} presets
 */
export function writeLink({ experiment, rung, level }, schema, presets) {
  const defaults = Object.fromEntries(schema.map((field) => [field.name, field.default]));
  const bases = [{ name: '', experiment: defaults }, ...presets];
  const texts = bases.map((base) => {
    const parts = schema
      .filter(({ name }) => !UNWRITTEN.has(name) && !equal(experiment[name], base.experiment[name]))
      .map((field) => [field.name, toText(field, experiment[field.name], schema)]);
    return [...(base.name ? [['preset', base.name]] : []), ...parts].map(pair).join('&');
  });
  const shortest = texts.reduce((best, text) => (text.length < best.length ? text : best));
  const view = [...(rung ? [['rung', rung]] : []), ...(level === '1' ? [] : [['level', level]])];
  return [`v=${VERSION}`, shortest, ...view.map(pair)].filter(Boolean).join('&');
}

/**
 * @param {string} text with or without its `#`
 * @param {Field[]} schema
 * @returns {Link | null} `null` for a text that is no link of ours
 */
export function readLink(text, schema) {
  /** @type {Fault[]} */
  const faults = [];
  const parts = text
    .replace(/^[#?]/, '')
    .split('&')
    .filter(Boolean)
    .map((part) => split(part, faults));
  const named = new Map(parts.filter((part) => part !== null));
  const version = named.get('v');
  if (version === undefined) return null;
  if (version !== String(VERSION)) faults.push(fault('link_version', 'version', version));
  /** @type {Record<string, unknown>} */
  const fields = {};
  for (const [name, value] of named) {
    if (['v', 'rung', 'preset', 'level'].includes(name)) continue;
    const field = schema.find((one) => one.name === name && !UNWRITTEN.has(one.name));
    const read = field && fromText(field, value, schema);
    if (!field) faults.push(fault('unknown_field', name, value));
    else if (read === undefined) faults.push(fault('link_part', name, value));
    else fields[name] = read;
  }
  const asked = named.get('level') ?? '1';
  const needed = levelOf(fields);
  const level = LEVELS.includes(asked) && asked > needed ? asked : needed;
  return { rung: named.get('rung') ?? null, preset: named.get('preset') ?? null, level, fields, faults };
}

/**
 * The level from which on everything that was changed can be seen.
 * @param {Record<string, unknown>} fields
 */
export function levelOf(fields) {
  const names = Object.keys(fields);
  return names.length === 0 ? '1' : names.every((name) => TUNED.has(name)) ? '2' : '3';
}

/**
 * @param {Field} field
 * @param {any} value
 * @param {Field[]} schema
 * @returns {string}
 */
function toText(field, value, schema) {
  // No text is what none is written as.
  if (field.kind === 'text') return value ?? '';
  if (value === null || value === undefined) return 'none';
  switch (field.kind) {
    case 'flag':
      return value ? '1' : '0';
    case 'points':
      return packPoints(value);
    case 'numbers':
      return pack(value);
    case 'sequences':
      return JSON.stringify(value);
    case 'edits':
      return value
        .map((/** @type {import("./pkg/neurone.js").Edit} */ edit) => {
          const changed = schema.find(({ name }) => name === edit.field);
          return `${edit.step}:${edit.field}:${changed ? toText(changed, edit.value, schema) : edit.value}`;
        })
        .join(';');
    default:
      if (!Array.isArray(value)) return String(value);
      return field.name === 'frozen' ? ranges(value) : value.join(',') || 'none';
  }
}

/**
 * The value of a field; text that may be wrong stays text, for the module to refuse.
 * @param {Field} field
 * @param {string} text
 * @param {Field[]} schema
 * @returns {unknown} `undefined` where it cannot be read
 */
function fromText(field, text, schema) {
  const list = text === 'none' ? [] : text.split(',');
  switch (field.kind) {
    case 'number':
    case 'integer':
    case 'seed':
      return text === 'none' ? null : number(text);
    case 'flag':
      return text === '0' ? false : text === '1' || text;
    case 'choice':
      return text;
    case 'text':
      return text || null;
    case 'choices':
      return list;
    case 'words':
      return list.length > 1 ? list : text;
    case 'integers':
      return field.name === 'frozen' ? unfold(list, field.max_length ?? 0) : list.map(number);
    case 'parameter':
      return list.map(number);
    case 'points':
      return text === 'none' ? null : unpackPoints(text);
    case 'numbers':
      return text === 'none' ? null : unpack(text);
    case 'sequences':
      return text === 'none' ? null : json(text);
    default:
      return text === '' || text === 'none' ? [] : edits(text, schema);
  }
}

/**
 * @param {string} text
 * @param {Field[]} schema
 */
function edits(text, schema) {
  const all = text.split(';').map((item) => {
    const [step = '', name, ...rest] = item.split(':');
    const field = schema.find((one) => one.name === name);
    const value = field && fromText(field, rest.join(':'), schema);
    return value === undefined ? undefined : { step: number(step), field: name, value };
  });
  return all.includes(undefined) ? undefined : all;
}

/** @param {string} text @returns {unknown} `undefined` where it is none */
function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function number(text) {
  return /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
}

/** Rising numbers with their runs drawn together: `0-15,40`. @param {number[]} values */
function ranges(values) {
  /** @type {[number, number][]} */
  const runs = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last && value === last[1] + 1) last[1] = value;
    else runs.push([value, value]);
  }
  return runs.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(',') || 'none';
}

/**
 * The numbers of some ranges; where they are too many, enough of them for the module to refuse.
 * @param {string[]} list
 * @param {number} most
 */
function unfold(list, most) {
  /** @type {(number | string)[]} */
  const all = [];
  for (const text of list) {
    if (all.length > most) break;
    for (const one of range(text)) all.push(one);
  }
  return all;
}

/** @param {string} text @returns {(number | string)[]} */
function range(text) {
  const [a = NaN, b = NaN] = (/^\d{1,6}-\d{1,6}$/.test(text) ? text.split('-') : []).map(Number);
  return b >= a ? Array.from({ length: b - a + 1 }, (_, i) => a + i) : [number(text)];
}

/** What needs no escape in a fragment stays as it is, so that the link can be read. @param {string[]} entry */
function pair([name = '', value = '']) {
  return `${name}=${encodeURIComponent(value)
    .replace(/%(2C|3A|3B)/g, decodeURIComponent)
    .replaceAll('%20', '+')}`;
}

/**
 * @param {string} part
 * @param {Fault[]} faults
 * @returns {[string, string] | null}
 */
function split(part, faults) {
  const [name = '', ...rest] = part.split('=');
  try {
    return [decodeURIComponent(name), decodeURIComponent(rest.join('=').replaceAll('+', ' '))];
  } catch {
    faults.push(fault('link_part', name, rest.join('=')));
    return null;
  }
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
const equal = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * @param {string} code
 * @param {string} field
 * @param {string} got
 * @returns {Fault}
 */
function fault(code, field, got) {
  return { code, field, expected: null, got, at: null };
}
