// @ts-check
// What is looked at of a recurrent network: a step of one cell, in numbers and in words, and its pinned gates.

import { momentOf } from './cellvalues.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("./cellvalues.js").Moment} Moment
 */

/**
 * The cell, its step and its unit, that are looked at.
 * @param {App} app
 */
export function lookedAt({ session, view }) {
  const { current, sequences } = session.description ?? {};
  const passage = session.picture?.sequence?.passage;
  if (!current || !sequences || !passage || passage.layers.length !== current.n_layers) return null;
  const moment = momentOf(passage, sequences, view.through, current.cell);
  return { cell: current.cell, current, sequences, passage, moment };
}

/** What a gate is pinned to; `null` where it is computed. @param {App} app @param {string} gate */
export function pinOf({ session, view }, gate) {
  const k = session.description?.sequences?.gates.indexOf(gate) ?? -1;
  return view.through.pins[k] ?? null;
}

/** Pins a gate, or with `null` lets it go. @param {App} app @param {string} gate @param {number | null} value */
export function pin(app, gate, value) {
  const gates = app.session.description?.sequences?.gates ?? [];
  if (!gates.includes(gate)) return;
  const pins = gates.map((name) => (name === gate ? value : pinOf(app, name)));
  app.show({ through: { ...app.view.through, pins: pins.some((one) => one !== null) ? pins : [] } });
}

/**
 * What a part does, which is not the same in all cells.
 * @param {App} app
 * @param {string} cell
 * @param {string} part
 */
export function aboutPart({ words }, cell, part) {
  const own = `cell.about.${cell}.${part}`;
  return words.t(words.has(own) ? own : `cell.about.${part}`);
}

/**
 * What a part is and how it stands.
 * @param {App} app
 * @param {string} part
 * @param {Moment} moment
 */
export function partName(app, part, moment) {
  const { words, session } = app;
  const pinned = pinOf(app, part);
  const value = part === 'x' ? inputText(app, moment) : words.fixed(moment.values[part] ?? NaN, 2);
  const name = words.t(`cell.part.${part}`);
  const { cell } = session.description?.current ?? {};
  if (pinned !== null) return words.t('cell.value.pinned', { name, value: words.plain(pinned) });
  return words.t(cell === 'lstm_printed' && part === 'i' ? 'cell.value.unused' : 'cell.value', {
    name,
    value,
  });
}

/** The input of a step: the mark of a channel, or its numbers. @param {App} app @param {Moment} moment */
export function inputText({ words, session }, { x, layer }) {
  const { sequences } = session.description ?? {};
  if (layer > 0) return words.t('cell.below', { layer });
  if (sequences?.one_hot) return sequences.inputs[x.indexOf(1)] ?? '';
  const comma = words.decimalComma ? ' ; ' : ', ';
  return [...x.subarray(0, 3)].map((value) => words.fixed(value, 2)).join(comma) + (x.length > 3 ? '…' : '');
}
