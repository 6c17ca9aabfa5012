// @ts-check
// What a run starts from and when it stops, folded.

import { newId, newSeed, numberField } from './controls.js';
import { h } from './dom.js';
import { explain } from './hints.js';
import { GOALS, refused, trained, updatesPerEpoch } from './stops.js';
import { parseNumber } from './words.js';

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

/**
 * The fields of all rules.
 * @param {App} app
 * @param {{ epochs?: boolean, rules?: import("./stops.js").Goal[] }} [shown] whether there are epochs, and which goals
 */
function stopRules(app, { epochs: counted = true, rules = GOALS } = {}) {
  const { words, session } = app;
  const length = numberField(app, 'n_iter');
  const epochs = epochsField(app);
  const goals = rules.map((goal) => ({ goal, field: numberField(app, goal, { none: words.t('stops.none') }) }));
  return {
    element: h(
      'fieldset',
      { class: 'stops' },
      h('legend', { class: 'label' }, words.t('stops')),
      h('div', { class: 'fields' }, length.element, counted && epochs.element, ...goals.map(({ field }) => field.element)),
      counted && h('p', { class: 'caption' }, words.t('stops.note')),
    ),
    update() {
      const { current, data } = session.description ?? {};
      if (!current || !data) return;
      length.set(current.n_iter);
      for (const { goal, field } of goals) field.set(current[goal]);
      epochs.set(current.n_iter / updatesPerEpoch(current, trained(data)));
    },
  };
}

/** The length of a run in epochs. @param {App} app */
function epochsField(app) {
  const { words, session } = app;
  const id = newId();
  const input = h('input', { id, type: 'text', inputmode: 'decimal', autocomplete: 'off', name: 'n_epochs' });
  let shown = '';
  input.addEventListener('change', async () => {
    const { current, data } = session.description ?? {};
    if (!current || !data) return;
    if (input.value === shown && input.getAttribute('aria-invalid') !== 'true') return;
    const value = parseNumber(input.value);
    const steps = value === null ? null : Math.round(value * updatesPerEpoch(current, trained(data)));
    const accepted = steps !== null && steps > 0 && (await app.change({ n_iter: steps }));
    input.setAttribute('aria-invalid', String(!accepted));
    if (steps === null || steps <= 0) app.fail(refused('n_epochs', input.value, value, [1, 1e7]));
  });
  return {
    element: explain(
      h('div', { class: 'field n_epochs' }, h('label', { for: id }, words.field('n_epochs')), input),
      words.t('hint.n_epochs'),
    ),
    /** @param {number} value */
    set(value) {
      shown = input.value = words.plain(Math.round(100 * value) / 100);
      input.removeAttribute('aria-invalid');
    },
  };
}
