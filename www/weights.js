// @ts-check
// The network as a table, for those who read rather than look: layer, neuron, bias, weights.

import { h } from './dom.js';
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
  let written = NaN;
  const write = () => {
    const { description, picture } = session;
    if (!description || !picture || element.closest('[hidden]')) return;
    written = picture.metrics.step;
    const sizes = layersOf(description.experiment);
    element.replaceChildren(
      ...offsets(sizes).map((place, l) => layer(app, l, l === sizes.length - 2, place, picture.parameters)),
    );
  };
  return {
    element,
    update: write,
    // While it trains the numbers would only flicker.
    draw: (picture) => void (!session.playing && picture.metrics.step !== written && write()),
  };
}

/**
 * @param {import("./state.js").App} app
 * @param {number} l
 * @param {boolean} output
 * @param {ReturnType<typeof offsets>[number]} place
 * @param {Float64Array} parameters
 */
function layer({ words }, l, output, { rows, columns, weights, biases }, parameters) {
  const shown = Array.from({ length: Math.min(rows, MOST) }, (_, i) => i);
  const across = Array.from({ length: Math.min(columns, MOST) }, (_, j) => j);
  const number = (/** @type {number} */ at) => h('td', {}, words.fixed(parameters[at] ?? NaN, 4));
  const cut = rows > MOST || columns > MOST;
  return h(
    'div',
    {
      'class': 'scroll',
      'tabindex': 0,
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
}
