// @ts-check
// Which class is taken for which: the confusion matrix with precision and recall, and for two classes
// the threshold, which moves them and the frontier.

import { newId, segmented } from './controls.js';
import { className } from './datasets.js';
import { h, readout } from './dom.js';
import { explain, termOf } from './hints.js';
import { takenFor } from './plane.js';
import { thresholdOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Picture} Picture
 */

/**
 * @param {App} app
 * @param {() => void} moved the threshold is another one
 * @returns {Part}
 */
export function confusion(app, moved) {
  const { words, session, view } = app;
  let test = false;
  let shown = '';
  const part = segmented(
    words.t('confusion.points'),
    ['train', 'test'].map((value) => ({ value, text: words.t(`confusion.${value}`) })),
    (value) => {
      test = value === 'test';
      update();
    },
    words.t('confusion.points.hint'),
  );
  const id = newId();
  const slider = h('input', { id, name: 'threshold', type: 'range', min: 0.01, max: 0.99, step: 0.01 });
  const value = readout({ for: id });
  slider.addEventListener('input', () => {
    view.threshold = Number(slider.value);
    moved();
  });
  const threshold = h(
    'div',
    {},
    explain(
      h('div', { class: 'field slider' }, h('label', { for: id }, words.t('confusion.threshold')), slider, value),
      words.t('confusion.threshold.hint'),
    ),
    h('p', { class: 'caption' }, words.t('confusion.costs')),
  );
  const matrix = h('div', { 'class': 'scroll', 'tabindex': 0, 'role': 'group', 'aria-label': words.t('confusion') });
  const element = h(
    'details',
    { class: 'confusion from-3', open: matchMedia('(min-width: 900px)').matches },
    h('summary', { title: words.t('confusion.hint') }, words.t('confusion')),
    part.element,
    matrix,
    threshold,
  );
  /** @param {Picture} picture */
  const draw = (picture) => {
    const { description } = session;
    if (view.level !== '3' || !element.open || !description?.data.n_classes) return;
    const counts = count(app, picture, test);
    const now = JSON.stringify([counts, counts.map((_, k) => className(app, k))]);
    if (now !== shown) matrix.replaceChildren(table(app, counts));
    shown = now;
    const t = thresholdOf(view);
    slider.value = String(t);
    value.value = words.fixed(t, 2);
  };
  const update = () => {
    const data = session.description?.data;
    element.hidden = !data?.n_classes;
    threshold.hidden = data?.n_classes !== 2 || session.description?.current.output === 'heaviside';
    part.element.hidden = !data?.test.length;
    test = test && Boolean(data?.test.length);
    part.set(test ? 'test' : 'train');
    if (session.picture) draw(session.picture);
  };
  element.addEventListener('toggle', update);
  return { element, update, draw };
}

/**
 * How many points of each class (rows) are taken for each class (columns).
 * @param {App} app
 * @param {Picture} picture
 * @param {boolean} test
 */
function count(app, picture, test) {
  const { data } = /** @type {import("./engine.js").Description} */ (app.session.description);
  const kept = new Set(data.test);
  const taken = takenFor(app, picture.probability);
  const counts = Array.from({ length: data.n_classes }, () => new Array(data.n_classes).fill(0));
  data.y.forEach((truth, i) => {
    const row = counts[truth];
    if (row && kept.has(i) === test) row[taken[i] ?? 0] += 1;
  });
  return counts;
}

/**
 * @param {App} app
 * @param {number[][]} counts
 */
function table(app, counts) {
  const { words } = app;
  const sum = (/** @type {number[]} */ list) => list.reduce((a, b) => a + b, 0);
  const share = (/** @type {number} */ part, /** @type {number} */ all) => (all ? words.percent(part / all) : '–');
  const right = sum(counts.map((row, k) => row[k] ?? 0));
  const column = (/** @type {number} */ k) => sum(counts.map((row) => row[k] ?? 0));
  const most = Math.max(1, ...counts.flat());
  return h(
    'table',
    { class: 'counts' },
    h('caption', {}, words.t('confusion.caption')),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('td'),
        ...counts.map((_, k) => h('th', { scope: 'col' }, '→ ', className(app, k))),
        h('th', { scope: 'col' }, termOf(words, 'confusion.recall')),
      ),
    ),
    h(
      'tbody',
      {},
      ...counts.map((row, k) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, className(app, k)),
          ...row.map((n, j) => {
            const cell = h('td', { class: j === k ? 'count right' : 'count' }, words.count(n));
            cell.style.setProperty('--share', String(n / most));
            return cell;
          }),
          h('td', {}, share(row[k] ?? 0, sum(row))),
        ),
      ),
    ),
    h(
      'tfoot',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, termOf(words, 'confusion.precision')),
        ...counts.map((row, k) => h('td', {}, share(row[k] ?? 0, column(k)))),
        h('td', { title: words.t('accuracy.short') }, h('strong', {}, share(right, sum(counts.flat())))),
      ),
    ),
  );
}
