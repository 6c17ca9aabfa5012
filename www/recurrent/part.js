// @ts-check
// Which sequence is shown: one as the task draws it, or a part of a text or a series.

import { newId } from '../controls.js';
import { h, readout } from '../dom.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 */

/** Characters of a text that are shown at once: some lines, so that one can see what counts them. */
const WINDOW = 200;

/** The first year of the sunspots. */
const FIRST_YEAR = 1700;

/** Whether time is counted in years. @param {App} app */
export const inYears = ({ session }) => session.description?.sequences?.task === 'sunspots';

/** The number of the first step of a whole. @param {App} app */
export const firstOf = (app) => (inYears(app) ? FIRST_YEAR : 0);

/** Steps that are shown of a text or a series; 0 where sequences are drawn. @param {App} app */
export function windowLength({ session }) {
  const { content = 'drawn', n_steps = 0, task } = session.description?.sequences ?? {};
  if (content === 'drawn') return 0;
  return content === 'text' && task !== 'bits' ? WINDOW : n_steps;
}

/**
 * Buttons to the sequence before and after, and for a part of a whole the slider to its beginning.
 * @param {App} app
 * @param {() => number} total steps of the whole
 * @returns {Part}
 */
export function partBar(app, total) {
  const { words, session, view } = app;
  const id = newId();
  const last = () => Math.max(0, total() - windowLength(app));
  const go = (/** @type {number} */ by) => {
    const { example, from } = view.through;
    const length = windowLength(app);
    const through = length
      ? { ...view.through, from: Math.min(last(), Math.max(0, from + by * Math.ceil(length / 2))) }
      : { ...view.through, example: Math.max(0, example + by) };
    app.show({ through });
  };
  const button = (/** @type {number} */ by, /** @type {string} */ text) =>
    h('button', { 'type': 'button', 'class': 'round small', 'click': () => go(by) }, text);
  const [back, on] = [button(-1, '‹'), button(1, '›')];
  const where = readout();
  const slider = h('input', { id, type: 'range', min: 0, step: 1, value: 0, title: words.t('time.from') });
  slider.addEventListener('input', () => app.show({ through: { ...view.through, from: Number(slider.value) } }));
  const field = h('div', { class: 'field from-3' }, h('label', { for: id, class: 'unseen' }, words.t('time.from')), slider);
  const show = () => {
    const length = windowLength(app);
    const { example, from } = view.through;
    field.hidden = !length;
    slider.max = String(last());
    slider.value = String(from);
    const passage = session.picture?.sequence?.passage;
    where.value = length
      ? words.t('time.window', { from: String(firstOf(app) + from), to: String(firstOf(app) + from + (passage?.n_steps ?? length) - 1) })
      : words.t('time.example', { example: example + 1 });
    back.disabled = length ? from === 0 : example === 0;
    on.disabled = Boolean(length) && from >= last();
    for (const [one, key] of /** @type {const} */ ([[back, 'before'], [on, 'after']])) {
      const name = words.t(length ? `time.part.${key}` : `time.example.${key}`);
      one.setAttribute('aria-label', name);
      one.title = name;
    }
  };
  return { element: h('div', { class: 'row part-bar from-2' }, back, where, on, field), update: show, draw: show };
}
