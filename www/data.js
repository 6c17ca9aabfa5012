// @ts-check
// The data slot: the points that there are, and how many are kept for testing. What changes them comes with the
// second level.

import { className, classesOf, isCurve, rangeOfValues } from './datasets.js';
import { h } from './dom.js';
import { tuning } from './later.js';
import { mark } from './plane.js';
import { flatten } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function dataSlot(app) {
  const { words, session } = app;
  const legend = h('div', { class: 'legend', title: words.t('legend.hint') });
  const kept = h('p', { class: 'caption kept' });
  const controls = tuning(app, ({ dataControls }) => dataControls(app));
  return {
    element: h(
      'section',
      { 'class': 'slot data', 'aria-label': words.t('slot.data') },
      h('h3', {}, words.t('slot.data')),
      legend,
      kept,
      controls.element,
    ),
    update() {
      if (!session.description) return;
      legend.replaceChildren(...legendOf(app));
      kept.textContent = keptOf(app);
      controls.update?.();
    },
    draw: (picture) => controls.draw?.(picture),
    close: () => controls.close?.(),
  };
}

/**
 * How many points are for learning and how many for the test.
 * @param {App} app
 */
function keptOf({ words, session }) {
  const { experiment, data } = session.description ?? {};
  if (!experiment || !data) return '';
  const { test, m } = data;
  if (!test.length) return words.t('kept.none', { n: m, m });
  return words.t('kept', { share: words.percent(flatten(experiment).test_share / 100), n: test.length, k: test.length, m });
}

/**
 * The mark of each class, or the scale of the values.
 * @param {App} app
 */
function legendOf(app) {
  const { words, session } = app;
  const { experiment, data } = session.description ?? {};
  if (!experiment || !data) return [];
  const n = classesOf(flatten(experiment));
  if (n) return Array.from({ length: n }, (_, i) => h('span', { class: 'key' }, mark(app, i), className(app, i)));
  if (isCurve(data)) return [h('span', { class: 'key' }, words.t('legend.curve'))];
  const [low, high] = rangeOfValues(data);
  const canvas = h('canvas', { 'class': 'scale', 'aria-hidden': 'true' });
  app.pens.draw_boundary(canvas, app.theme, Float64Array.from({ length: 96 }, (_, i) => i / 95), 96, 1, 0, 1);
  const ends = [low, high].map((value) => h('span', { class: 'number' }, words.fixed(value, 2)));
  return [h('span', { class: 'key' }, h('span', {}, words.t('legend.values')), ends[0], canvas, ends[1])];
}
