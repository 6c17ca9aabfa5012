// @ts-check
// The sizes of all matrices, as sections 6.1 to 6.3 print them.

import { h } from './dom.js';
import { layersOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./pkg/neurone.js").Shapes} Shapes
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function shapesTab(app) {
  const { words, session } = app;
  const element = h('div', { class: 'shapes' });
  return {
    element,
    update() {
      const { description } = session;
      if (!description) return;
      const { hidden } = description.experiment;
      const { m } = description.data;
      const trained = table(
        app,
        words.t('shapes.trained', { network: layersOf(description.experiment).join('-') }),
        description.shapes,
      );
      // Section 6.1 reads its tuple from the inputs; section 6.4 trains it as the hidden layers.
      const other =
        hidden.length > 1 && hidden[0] === 2
          ? table(
              app,
              words.t('shapes.printed', { network: hidden.join('-') }),
              app.pens.shapes_of(hidden, m),
            )
          : null;
      element.replaceChildren(
        h('p', { class: 'note' }, words.t(other ? 'shapes.both' : 'shapes.note', { m })),
        h('div', { class: 'tables' }, trained, other),
      );
    },
  };
}

/**
 * @param {App} app
 * @param {string} caption
 * @param {Shapes} shapes
 */
function table({ words }, caption, shapes) {
  const groups = /** @type {const} */ (['parameters', 'activations', 'gradients']);
  const size = (/** @type {number} */ rows, /** @type {number} */ columns) =>
    `(${words.count(rows)}, ${words.count(columns)})`;
  return h(
    'figure',
    { class: 'shape-table' },
    h('figcaption', {}, caption),
    h(
      'div',
      { class: 'shape-columns' },
      ...groups.map((group) =>
        h(
          'table',
          {},
          h('caption', {}, words.t(`shapes.${group}`)),
          h(
            'tbody',
            {},
            ...shapes[group].map(({ name, rows, columns }) =>
              h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, size(rows, columns))),
            ),
          ),
        ),
      ),
    ),
  );
}
