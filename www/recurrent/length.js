// @ts-check
// How long the sequences are: a slider that is followed at once, and a field for every length.

import { newId, numberField } from '../controls.js';
import { h } from '../dom.js';
import { Turns } from '../turns.js';

/** @typedef {import("../state.js").App} App */

/** Places of the slider, at most. */
const PLACES = 60;

/**
 * Lengths from the shortest to the longest, each a little more than the one before.
 * @param {[number, number]} range
 */
export function lengthsBetween([low, high]) {
  const all = Array.from({ length: PLACES }, (_, i) => Math.round(low * (high / low) ** (i / (PLACES - 1))));
  return [...new Set(all)];
}

/** @param {App} app */
export function steps(app) {
  const { words } = app;
  const id = newId();
  const slider = h('input', { id, 'type': 'range', 'name': 'length', 'min': 0, 'step': 1, 'aria-label': words.t('field.n_steps'), 'title': words.t('hint.sequences.n_steps') });
  const field = numberField(app, 'n_steps', { key: 'sequences.n_steps' });
  let lengths = /** @type {number[]} */ ([]);
  const chosen = () => lengths[Number(slider.value)] ?? 0;
  const tell = (/** @type {number} */ n) => slider.setAttribute('aria-valuetext', words.t('length.steps', { n }));

  const turns = new Turns(() => app.change({ n_steps: chosen() }));
  slider.addEventListener('input', () => {
    tell(chosen());
    field.input.value = words.plain(chosen());
    turns.ask();
  });
  return {
    element: h('div', { class: 'length' }, field.element, slider),
    /** @param {import("../pkg/neurone.js").SequencesInfo} sequences */
    set({ n_steps, steps: range }) {
      if (turns.again) return;
      lengths = lengthsBetween(range);
      slider.max = String(lengths.length - 1);
      const at = lengths.findIndex((length) => length >= n_steps);
      // Where the length lies between two places, the slider stays where it was put.
      slider.value = String(at < 0 ? lengths.length - 1 : at);
      tell(n_steps);
      field.set(n_steps);
    },
  };
}
