// @ts-check
// The model slot: the network and what defines its training.

import { menu, numberField } from './controls.js';
import { h, rove, stop } from './dom.js';
import { line, neuronEquation, neuronModel } from './equations.js';
import { heads } from './heads.js';
import { network } from './network.js';
import { flatten } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function modelSlot(app) {
  const { words, session } = app;
  const diagram = network(app);
  const features = featureToggles(app);
  const layers = heads(app);
  const activation = menu(
    words.field('activation'),
    choicesOf(app, 'activation').map((name) => h('option', { value: name }, words.t(`name.${name}`))),
    (value) => app.change({ activation: /** @type {import("./pkg/neurone.js").Activation} */ (value) }),
  );
  const fields = /** @type {const} */ (['hidden', 'learning_rate', 'n_iter', 'seed']).map((name) => ({
    name,
    field: numberField(app, name),
  }));
  const [hidden, rate, length, seed] = fields.map(({ field }) => field.element);
  const renew = h(
    'button',
    {
      'type': 'button',
      'class': 'round small',
      'aria-label': words.t('seed.new'),
      'title': words.t('seed.new.hint'),
      'click': () => app.change({ seed: undefined }),
    },
    '⚄',
  );
  const model = h('p', { class: 'equation' });
  const equation = h('p', { class: 'equation from-2' });
  return {
    element: h(
      'section',
      { 'class': 'slot model', 'aria-label': words.t('slot.model') },
      h('h3', {}, words.t('slot.model')),
      layers.element,
      diagram.element,
      h(
        'div',
        { class: 'under' },
        model,
        equation,
        h('p', { class: 'caption only-1' }, words.t('network.caption')),
      ),
      h(
        'div',
        { class: 'from-2 fields model-controls' },
        features.element,
        hidden,
        activation.element,
        rate,
        length,
        h('div', { class: 'with-button' }, seed, renew),
      ),
    ),
    update() {
      const experiment = session.description?.experiment;
      if (!experiment) return;
      const values = flatten(experiment);
      for (const { name, field } of fields) field.set(values[name]);
      activation.select.value = values.activation;
      features.set(values.features);
      layers.update?.();
      model.replaceChildren(neuronModel(experiment) ?? '');
      diagram.update?.();
    },
    draw(picture) {
      diagram.draw?.(picture);
      const experiment = session.description?.experiment;
      equation.replaceChildren(
        ...(experiment
          ? [
              neuronEquation(app, experiment, picture.parameters, 4),
              line(app, experiment, picture.parameters, 4),
            ].filter((one) => one !== null)
          : []),
      );
    },
    look: () => diagram.look?.(),
    close: () => diagram.close?.(),
  };
}

/**
 * @param {App} app
 * @param {string} name
 */
function choicesOf(app, name) {
  return app.schema.find((field) => field.name === name)?.choices ?? [];
}

/**
 * Which functions of the coordinates the network is given; at least one.
 * @param {App} app
 */
function featureToggles(app) {
  const { words } = app;
  const buttons = choicesOf(app, 'features').map((name) =>
    h(
      'button',
      {
        'type': 'button',
        'class': 'toggle',
        'value': name,
        'aria-pressed': 'false',
        'click': (event) => toggle(event.currentTarget),
      },
      words.t(`feature.${name}`),
    ),
  );
  const pressed = () =>
    buttons.filter((button) => button.getAttribute('aria-pressed') === 'true').map(({ value }) => value);
  /** @param {HTMLButtonElement} button */
  const toggle = (button) => {
    const now = pressed();
    const wanted = buttons
      .map(({ value }) => value)
      .filter((value) => now.includes(value) !== (value === button.value));
    app.change({ features: /** @type {import("./pkg/neurone.js").Feature[]} */ (wanted) });
  };
  const group = h(
    'div',
    { 'class': 'toggles', 'role': 'group', 'aria-label': words.field('features') },
    ...buttons,
  );
  rove(group, () => buttons);
  return {
    element: h(
      'div',
      { class: 'field features' },
      h('span', { 'class': 'label', 'aria-hidden': 'true' }, words.field('features')),
      group,
    ),
    /** @param {string[]} features */
    set(features) {
      for (const button of buttons)
        button.setAttribute('aria-pressed', String(features.includes(button.value)));
      stop(buttons, buttons.find((button) => button.tabIndex === 0) ?? buttons[0]);
    },
  };
}
