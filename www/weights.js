// @ts-check
// The network as a table, for those who read rather than look: layer, neuron, bias, weights.

import { h, rove, stop } from './dom.js';
import { cell, parameterName } from './edit.js';
import { offsets } from './layout.js';
import { layersOf } from './state.js';

/** Rows and columns written out for each layer. */
const MOST = 16;

/**
 * @param {import("./state.js").App} app
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
    const sizes = layersOf(description.experiment);
    element.replaceChildren(
      ...offsets(sizes).map((place, l) => layer(app, l, l === sizes.length - 2, place, picture.parameters)),
    );
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
 * @param {import("./state.js").App} app
 * @param {number} l
 * @param {boolean} output
 * @param {ReturnType<typeof offsets>[number]} place
 * @param {Float64Array} parameters
 */
function layer(app, l, output, { rows, columns, weights, biases }, parameters) {
  const { words } = app;
  const sizes = layersOf(/** @type {import("./state.js").Experiment} */ (app.session.description?.experiment));
  const shown = Array.from({ length: Math.min(rows, MOST) }, (_, i) => i);
  const across = Array.from({ length: Math.min(columns, MOST) }, (_, j) => j);
  const number = (/** @type {number} */ at) =>
    cell(app, at, parameterName(app, sizes, at), parameters[at] ?? NaN);
  const cut = rows > MOST || columns > MOST;
  const table = h(
    'div',
    {
      'class': 'scroll',
      'role': 'group',
      'aria-label': words.t(output ? 'weights.output' : 'weights.layer', { layer: l + 1 }),
    },
    h(
      'table',
      {},
      h(
        'caption',
        {},
        words.t(output ? 'weights.output' : 'weights.layer', { layer: l + 1 }),
        cut ? ` ${words.t('weights.cut', { most: MOST, rows, columns })}` : null,
      ),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, words.t('weights.neuron')),
          h('th', { scope: 'col' }, 'b'),
          ...across.map((j) => h('th', { scope: 'col' }, `w${j + 1}`)),
        ),
      ),
      h(
        'tbody',
        {},
        ...shown.map((i) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, String(i + 1)),
            number(biases + i),
            ...across.map((j) => number(weights + i * columns + j)),
          ),
        ),
      ),
    ),
  );
  const buttons = () => [...table.querySelectorAll('button')];
  rove(table, buttons);
  stop(buttons(), buttons()[0]);
  return table;
}
