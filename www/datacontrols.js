// @ts-check
// What changes the points: which ones, how many, how noisy, how many are kept for testing.

import { menu, newId, numberField, segmented } from './controls.js';
import { FIRST, IN_DEVIATIONS, MORE, fitting, isCurve, rangeOfValues, uses } from './datasets.js';
import { h } from './dom.js';
import { ownPoints } from './draw.js';
import { preview } from './engine.js';
import { explain } from './hints.js';
import { bare } from './plane.js';
import { toSequences } from './recurrent/tasks.js';
import { shelfOf } from './shelf.js';
import { flatten } from './state.js';
import { table } from './table.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./pkg/neurone.js").Dataset} Dataset
 */

/** What a data set may not use. */
const NUMBERS = /** @type {const} */ (['n_samples', 'n_classes', 'factor', 'data_seed']);

/**
 * @param {App} app
 * @returns {Part}
 */
export function dataControls(app) {
  const { words, session } = app;
  const thumbnails = [...FIRST, ...MORE].map((dataset) => ({
    dataset,
    canvas: h('canvas', { 'class': 'thumbnail', 'aria-hidden': 'true' }),
  }));
  const [first, further] = [FIRST, MORE].map((names) => setsOf(app, names, thumbnails));
  const noise = numberField(app, 'noise', {
    target: () => (session.description?.experiment.dataset === 'blobs' ? 'cluster_std' : 'noise'),
  });
  const share = numberField(app, 'test_share');
  const more = NUMBERS.map((name) => ({ name, field: numberField(app, name) }));
  for (const { name, field } of more)
    if (name === 'n_classes') onCommit(app, field.input, (n) => ({ n_classes: n }));
  const columns = columnMenus(app);
  const standardize = scalingField(app);
  const drawing = ownPoints(app);
  const own = [drawing, table(app, () => shelf.open('table'))];
  const settings = h(
    'div',
    { class: 'own' },
    h('div', { class: 'fields' }, ...more.map(({ field }) => field.element)),
    columns.element,
    standardize.element,
  );
  const away = h(
    'button',
    { type: 'button', class: 'leave', value: 'sequences', title: words.t('to_sequences.hint'), click: () => leave() },
    words.t('to_sequences'),
  );
  const leave = () => {
    const { current } = session.description ?? {};
    if (app.view.pencil) app.show({ pencil: null });
    if (current) app.change(toSequences(current));
  };
  const shelf = shelfOf(
    app,
    'shelf',
    { sets: further?.element, settings, table: own[1]?.element },
    drawing.toggle,
    away,
  );
  let drawn = /** @type {object | null} */ (null);
  return {
    element: h(
      'div',
      { class: 'from-2 data-controls' },
      first?.element,
      shelf.bar,
      ...shelf.panels,
      drawing.element,
      h('div', { class: 'fields' }, noise.element, share.element),
    ),
    update() {
      const { experiment } = session.description ?? {};
      if (!experiment) return;
      const values = flatten(experiment);
      const { dataset } = values;
      first?.set(dataset);
      further?.set(dataset);
      noise.set(values[dataset === 'blobs' ? 'cluster_std' : 'noise']);
      noise.input.disabled = !uses(dataset, 'noise');
      explain(noise.element, words.t(IN_DEVIATIONS.includes(dataset) ? 'hint.noise' : 'hint.noise.share'));
      share.set(values.test_share);
      for (const { name, field } of more) {
        field.set(values[name]);
        field.input.disabled = !uses(dataset, name);
      }
      columns.set(values.columns, dataset);
      standardize.update();
      for (const one of own) one.update?.();
      if (drawn === app.theme) return;
      drawn = app.theme;
      for (const { dataset: name, canvas } of thumbnails) thumbnail(app, name, canvas).catch(app.fail);
    },
    draw: (picture) => own.forEach((one) => one.draw?.(picture)),
    close: () => own.forEach((one) => one.close?.()),
  };
}

/**
 * Pictures of data sets to choose from. The loss and the output follow what the new points need.
 * @param {App} app
 * @param {Dataset[]} names
 * @param {{ dataset: Dataset, canvas: HTMLCanvasElement }[]} thumbnails
 */
function setsOf(app, names, thumbnails) {
  const { words } = app;
  const shown = thumbnails.filter(({ dataset }) => names.includes(dataset));
  const sets = segmented(
    words.t(names === FIRST ? 'field.dataset' : 'more-sets'),
    shown.map(({ dataset, canvas }) => ({
      value: dataset,
      text: h('span', { class: 'set' }, canvas, words.t(`name.${dataset}`)),
      title: words.t(`set.${dataset}.hint`),
    })),
    (value) => {
      const { experiment } = app.session.description ?? {};
      if (!experiment) return;
      if (app.view.pencil) app.show({ pencil: null });
      app.change(fitting(experiment, { dataset: /** @type {Dataset} */ (value), points: null }));
    },
  );
  sets.element.classList.add('sets');
  return sets;
}

/**
 * A number of classes may bring another loss along: the field's own commit is replaced.
 * @param {App} app
 * @param {HTMLInputElement} input
 * @param {(n: any) => import("./state.js").Patch} patch
 */
function onCommit(app, input, patch) {
  input.addEventListener(
    'change',
    async (event) => {
      const { experiment } = app.session.description ?? {};
      const n = Number(input.value);
      if (!experiment || !Number.isInteger(n)) return;
      event.stopImmediatePropagation();
      const accepted = await app.change(fitting(experiment, patch(n)));
      if (!accepted) input.setAttribute('aria-invalid', 'true');
    },
    { capture: true },
  );
}

/**
 * The two columns of Iris; choosing the other one's swaps them.
 * @param {App} app
 */
function columnMenus(app) {
  const { words, schema } = app;
  const choices = schema.find(({ name }) => name === 'columns')?.choices ?? [];
  let now = /** @type {string[]} */ ([]);
  const menus = [0, 1].map((i) =>
    menu(
      words.t('column', { axis: ['x₁', 'x₂'][i] ?? '' }),
      choices.map((value) => h('option', { value }, words.t(`name.${value}`))),
      (value) => {
        const next = now.map((column, k) => (k === i ? value : column === value ? (now[i] ?? '') : column));
        app.change({ columns: next });
      },
      words.t('column.hint'),
      'column',
    ),
  );
  return {
    element: h('div', { class: 'fields columns' }, ...menus.map(({ element }) => element)),
    /**
     * @param {string[]} columns
     * @param {Dataset} dataset
     */
    set(columns, dataset) {
      now = columns;
      menus.forEach(({ select }, i) => {
        select.value = columns[i] ?? '';
        select.disabled = !uses(dataset, 'columns');
      });
    },
  };
}

/**
 * One scale for both coordinates, and what it is.
 * @param {App} app
 */
function scalingField(app) {
  const { words, session } = app;
  const id = newId();
  const input = h('input', { id, type: 'checkbox', name: 'standardize' });
  const scaling = h('p', { class: 'caption scaling' });
  input.addEventListener('change', () => app.change({ standardize: input.checked }));
  return {
    element: h(
      'div',
      {},
      explain(
        h('div', { class: 'check' }, input, h('label', { for: id }, words.field('standardize'))),
        words.t('hint.standardize'),
      ),
      scaling,
    ),
    update() {
      const { experiment, scaling: scales } = session.description ?? {};
      input.checked = experiment?.standardize ?? false;
      scaling.textContent = (scales?.means ?? [])
        .map((mean, i) =>
          words.t('scaling', {
            x: ['x₁', 'x₂'][i] ?? '',
            mean: words.fixed(mean, 3),
            deviation: words.fixed(scales?.deviations[i] ?? NaN, 3),
          }),
        )
        .join(words.t('and'));
    },
  };
}

/**
 * A small picture of a data set, drawn by its own generator.
 * @param {App} app
 * @param {Dataset} dataset
 * @param {HTMLCanvasElement} canvas
 */
async function thumbnail({ pens, theme }, dataset, canvas) {
  const plain = /** @type {any} */ ({ dataset: 'blobs', n_classes: 2, edits: [], points: null });
  const noise = ['circles', 'moons', 'sine', 'step', 'polynomial'].includes(dataset) ? 0.1 : 0;
  const { data, extent } = await preview(
    { ...fitting(plain, { dataset }), n_samples: MORE.includes(dataset) ? 100 : 60, noise, data_seed: 0, seed: 0, hidden: [] },
    1,
  );
  const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = extent;
  const scale = globalThis.devicePixelRatio || 1;
  canvas.width = canvas.height = Math.round(56 * scale);
  const curve = isCurve(data);
  const span = curve ? Math.max(...data.y.map(Math.abs)) * 1.6 : 0;
  const x = curve ? Float64Array.of(...data.x.subarray(0, data.m), ...data.y) : data.x;
  pens.draw_samples(
    canvas,
    bare([x0, x1], curve ? [-span, span] : [y0, y1], 3, scale / 2),
    theme,
    x,
    data.y,
    data.n_classes,
    new Float64Array(),
    new Float64Array(),
    ...rangeOfValues(data),
  );
}
