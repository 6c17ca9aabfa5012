// @ts-check
// The network as a table, for those who read rather than look: layer, neuron, bias, weights.

import { h, rove, stop } from './dom.js';
import { cell, parameterName } from './edit.js';
import { offsets } from './layout.js';
import { layersOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 *
 * @typedef {object} Table
 * @property {string} name
 * @property {string} head of the column that counts the rows
 * @property {string} hint
 * @property {number} rows
 * @property {string[]} columns their heads
 * @property {(i: number, j: number) => number} index of the parameter in row i and column j
 * @property {(index: number) => string} label
 */

/** Rows and columns written out in each table. */
const MOST = 16;

/**
 * @param {App} app
 * @returns {import("./state.js").Part}
 */
export function weightsTab(app) {
  const { session } = app;
  const element = h('div', { class: 'weights' });
  /** The parameters that are written. @type {Float64Array} */
  let written = new Float64Array();
  const write = () => {
    const { description, picture } = session;
    if (!description || !picture || element.closest('[hidden]')) return;
    written = picture.parameters;
    const cells = [...element.querySelectorAll('td')];
    const focused = cells.findIndex((one) => one.querySelector(':focus'));
    const { sequences } = description;
    const tables = sequences ? named(app, sequences.matrices) : layers(app);
    element.replaceChildren(...tables.map((table) => tableOf(app, table, picture.parameters)));
    if (focused >= 0) [...element.querySelectorAll('button')][focused]?.focus();
  };
  return {
    element,
    update: write,
    // While it trains the numbers would only flicker.
    draw: (picture) => void (!session.playing && differ(picture.parameters, written) && write()),
  };
}

/**
 * @param {Float64Array} a
 * @param {Float64Array} b
 */
const differ = (a, b) => a.length !== b.length || a.some((value, i) => value !== b[i]);

/**
 * The tables of a feed-forward network: one for each layer, biases beside weights.
 * @param {App} app
 * @returns {Table[]}
 */
function layers(app) {
  const { words } = app;
  const sizes = layersOf(
    /** @type {import("./state.js").Experiment} */ (app.session.description?.experiment),
  );
  return offsets(sizes).map(({ rows, columns, weights, biases }, l) => ({
    name: words.t(l === sizes.length - 2 ? 'weights.output' : 'weights.layer', { layer: l + 1 }),
    head: words.t('weights.neuron'),
    hint: words.t('weights.hint'),
    rows,
    columns: ['b', ...Array.from({ length: columns }, (_, j) => `w${j + 1}`)],
    index: (i, j) => (j === 0 ? biases + i : weights + i * columns + j - 1),
    label: (index) => parameterName(app, sizes, index),
  }));
}

/**
 * Those of a recurrent one: its matrices by name.
 * @param {App} app
 * @param {import("./pkg/neurone.js").Matrix[]} matrices
 * @returns {Table[]}
 */
function named({ words }, matrices) {
  const last = matrices.at(-1)?.layer;
  return matrices.map((matrix) => {
    const { name, layer, rows, columns, offset } = matrix;
    const of = words.t(layer === last ? 'weights.output' : 'weights.layer', { layer: layer + 1 });
    return {
      name: `${of}, ${name}`,
      head: words.t('matrix.row'),
      hint: words.t('matrix.row.hint'),
      rows,
      columns: Array.from({ length: columns }, (_, j) => String(j + 1)),
      index: (i, j) => offset + i * columns + j,
      label: (index) => weightName(matrix, index),
    };
  });
}

/**
 * A weight by its place, counted from 1, such as W_xf[2, 5] and b_f[2].
 * @param {import("./pkg/neurone.js").Matrix} matrix
 * @param {number} index
 */
export function weightName({ name, offset, columns }, index) {
  const k = index - offset;
  const row = Math.floor(k / columns) + 1;
  return name.startsWith('b') ? `${name}[${row}]` : `${name}[${row}, ${(k % columns) + 1}]`;
}

/**
 * @param {App} app
 * @param {Table} what
 * @param {Float64Array} parameters
 */
function tableOf(app, { name, head, hint, rows, columns, index, label }, parameters) {
  const { words } = app;
  const across = columns.slice(0, MOST + 1);
  const cut = rows > MOST || columns.length > across.length;
  const number = (/** @type {number} */ at) => cell(app, at, label(at), parameters[at] ?? NaN);
  const table = h(
    'div',
    { 'class': 'scroll', 'role': 'group', 'aria-label': name, 'title': hint },
    h(
      'table',
      {},
      h(
        'caption',
        {},
        name,
        cut ? ` ${words.t('weights.cut', { most: MOST, rows, columns: columns.length })}` : null,
      ),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, head),
          ...across.map((column) => h('th', { scope: 'col' }, column)),
        ),
      ),
      h(
        'tbody',
        {},
        ...Array.from({ length: Math.min(rows, MOST) }, (_, i) =>
          h('tr', {}, h('th', { scope: 'row' }, String(i + 1)), ...across.map((_, j) => number(index(i, j)))),
        ),
      ),
    ),
  );
  const buttons = () => [...table.querySelectorAll('button')];
  rove(table, buttons);
  stop(buttons(), buttons()[0]);
  return table;
}
