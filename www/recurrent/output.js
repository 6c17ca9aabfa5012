// @ts-check
// The result slot: what the cell does along a sequence, and how well the task is learnt.

import { h } from '../dom.js';
import { measureText } from './measure.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function outputSlot(app) {
  const { words } = app;
  const loss = h('output', { class: 'number' });
  const measure = h('output', { class: 'number' });
  return {
    element: h(
      'section',
      { 'class': 'slot output', 'aria-label': words.t('slot.time') },
      h('h3', {}, words.t('slot.time')),
      h('div', { class: 'numbers' }, loss, measure),
    ),
    draw(picture) {
      loss.value = words.fixed(picture.metrics.loss, 6);
      measure.value = measureText(app, picture.sequence?.scores.accuracy.at(-1) ?? NaN);
    },
  };
}
