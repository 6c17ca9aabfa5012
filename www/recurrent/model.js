// @ts-check
// The model slot: the cell and what defines its training.

import { menu, numberField } from '../controls.js';
import { h } from '../dom.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function modelSlot(app) {
  const { words, session, schema } = app;
  const cells = (schema.find(({ name }) => name === 'cell')?.choices ?? []).filter((cell) => cell !== 'none');
  const { element, select } = menu(
    words.t('field.cell'),
    cells.map((cell) => h('option', { value: cell }, words.t(`name.${cell}`))),
    (cell) => app.change({ cell: /** @type {any} */ (cell) }),
    'cell',
  );
  const hidden = numberField(app, 'n_hidden');
  return {
    element: h(
      'section',
      { 'class': 'slot model', 'aria-label': words.t('slot.cell') },
      h('h3', {}, words.t('slot.cell')),
      element,
      hidden.element,
    ),
    update() {
      const { current } = session.description ?? {};
      if (!current) return;
      select.value = current.cell;
      hidden.set(current.n_hidden);
    },
  };
}
