// @ts-check
// What a run starts from and when it stops, folded.

import { newSeed, numberField } from './controls.js';
import { h } from './dom.js';
import { stopRules } from './stops.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Experiment} Experiment
 */

/**
 * @param {App} app
 * @param {(keyof Experiment)[]} names fields that stand before the seed
 * @param {Parameters<typeof stopRules>[1]} [stopping]
 */
export function runSettings(app, names, stopping) {
  const { words, session } = app;
  const fields = names.map((name) => ({ name, ...numberField(app, name) }));
  const seed = numberField(app, 'seed');
  const stops = stopRules(app, stopping);
  const renew = newSeed(app, 'seed');
  return {
    element: h(
      'details',
      { class: 'more run' },
      h('summary', { title: words.t('group.run.hint') }, words.t('group.run')),
      h(
        'div',
        { class: 'fields' },
        ...fields.map(({ element }) => element),
        h('div', { class: 'with-button' }, seed.element, renew),
      ),
      stops.element,
    ),
    update() {
      const current = session.description?.current;
      if (!current) return;
      for (const { name, set } of fields) set(current[name]);
      seed.set(current.seed);
      stops.update();
    },
  };
}
