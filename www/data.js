// @ts-check
// The data slot: which points, how many, how noisy.

import { numberField, segmented } from './controls.js';
import { h } from './dom.js';
import { preview } from './engine.js';
import { flatten } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {"blobs" | "circles" | "moons"} Dataset
 */

/** @type {Dataset[]} */
const DATASETS = ['blobs', 'circles', 'moons'];

/**
 * @param {App} app
 * @returns {Part}
 */
export function dataSlot(app) {
  const { words } = app;
  const thumbnails = DATASETS.map((dataset) => ({
    dataset,
    canvas: h('canvas', { 'class': 'thumbnail', 'aria-hidden': 'true' }),
  }));
  const sets = segmented(
    words.field('dataset'),
    thumbnails.map(({ dataset, canvas }) => ({
      value: dataset,
      text: h('span', { class: 'set' }, canvas, words.t(`name.${dataset}`)),
    })),
    (value) => app.change({ dataset: /** @type {Dataset} */ (value), points: null }),
  );
  const dataset = () => app.session.description?.experiment.dataset ?? 'blobs';
  /** @returns {"cluster_std" | "noise"} */
  const spread = () => (dataset() === 'blobs' ? 'cluster_std' : 'noise');
  const noise = numberField(app, 'noise', { target: spread });
  const more = /** @type {const} */ (['n_samples', 'factor', 'data_seed']).map((name) => ({
    name,
    field: numberField(app, name),
  }));
  const controls = h(
    'div',
    { class: 'from-2 data-controls' },
    sets.element,
    noise.element,
    h(
      'details',
      { class: 'more' },
      h('summary', {}, words.t('more-settings')),
      h('div', { class: 'fields' }, ...more.map(({ field }) => field.element)),
    ),
  );
  const summary = h('p', { class: 'legend' });
  let drawn = /** @type {object | null} */ (null);
  return {
    element: h(
      'section',
      { 'class': 'slot data', 'aria-label': words.t('slot.data') },
      h('h3', {}, words.t('slot.data')),
      summary,
      controls,
    ),
    update() {
      const experiment = app.session.description?.experiment;
      if (!experiment) return;
      const values = flatten(experiment);
      summary.replaceChildren(...legend(app));
      sets.set(values.dataset);
      noise.set(values[spread()]);
      for (const { name, field } of more) field.set(values[name]);
      const unused = { n_samples: false, factor: values.dataset !== 'circles', data_seed: false };
      for (const { name, field } of more) field.input.disabled = unused[name];
      if (drawn === app.theme) return;
      drawn = app.theme;
      for (const { dataset: name, canvas } of thumbnails) thumbnail(app, name, canvas);
    },
  };
}

/** @param {App} app */
function legend({ words }) {
  return [
    h('span', { class: 'key class0' }, words.t('class.0')),
    h('span', { class: 'key class1' }, words.t('class.1')),
  ];
}

/**
 * A small picture of a data set, drawn by its own generator.
 * @param {App} app
 * @param {Dataset} dataset
 * @param {HTMLCanvasElement} canvas
 */
async function thumbnail({ pens, theme }, dataset, canvas) {
  const { data, extent } = await preview({ dataset, n_samples: 60, data_seed: 0, seed: 0, hidden: [] }, 1);
  const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = extent;
  const scale = globalThis.devicePixelRatio || 1;
  canvas.width = canvas.height = Math.round(64 * scale);
  pens.draw_points(
    canvas,
    {
      x: [x0, x1],
      y: [y0, y1],
      margin: [3, 3, 3, 3],
      scale: scale / 2,
      font_size: 10,
      decimal_comma: false,
      x_label: '',
      y_label: '',
    },
    theme,
    data.x,
    data.y,
    new Float64Array(),
  );
}
