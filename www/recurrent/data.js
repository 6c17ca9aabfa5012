// @ts-check
// The data slot: the task, its sequences, one example to solve by hand.

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
export function dataSlot(app) {
  const { words, session, schema } = app;
  const tasks = schema.find(({ name }) => name === 'task')?.choices ?? [];
  const { element, select } = menu(
    words.t('field.task'),
    tasks.map((task) => h('option', { value: task }, words.t(`name.${task}`))),
    (task) => app.change({ task: /** @type {any} */ (task), n_steps: 0 }),
    'task',
  );
  const steps = numberField(app, 'n_steps');
  return {
    element: h(
      'section',
      { 'class': 'slot data', 'aria-label': words.t('slot.data') },
      h('h3', {}, words.t('slot.data')),
      element,
      steps.element,
    ),
    update() {
      const { experiment, sequences } = session.description ?? {};
      if (!experiment || !sequences) return;
      select.value = experiment.task;
      steps.set(sequences.n_steps);
    },
  };
}
