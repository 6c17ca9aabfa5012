// @ts-check
// The input column of the diagram: which functions of the coordinates the network is given, each with its
// picture over the plane. From the second level on all of them stand there, to be switched on and off.

import { h, place, rove, stop } from './dom.js';
import { preview } from './engine.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./layout.js").Column} Column
 * @typedef {import("./pkg/neurone.js").Feature} Feature
 */

/** Cells along a side of a picture. */
const SIDE = 24;

/** All features, in their order. @param {App} app @returns {string[]} */
function featuresOf({ schema }) {
  return schema.find(({ name }) => name === 'features')?.choices ?? [];
}

/** Those that have a place in the diagram. @param {App} app @returns {string[]} */
export function shownFeatures(app) {
  const given = app.session.description?.experiment.features ?? [];
  return app.view.level === '1' ? given : featuresOf(app);
}

/**
 * The column as the links need it: the places of the inputs that are given, in their order.
 * @param {App} app
 * @param {Column} column with a place for each feature shown
 * @returns {Column}
 */
export function givenColumn(app, column) {
  const shown = shownFeatures(app);
  const given = app.session.description?.experiment.features ?? [];
  return { ...column, neurons: given.flatMap((name) => column.neurons[shown.indexOf(name)] ?? []) };
}

/** @param {App} app */
export function inputs(app) {
  const { words, session } = app;
  const element = h('div', { 'class': 'inputs', 'role': 'group', 'aria-label': words.field('features') });
  const buttons = () => /** @type {HTMLButtonElement[]} */ ([...element.querySelectorAll('button')]);
  rove(element, buttons);
  /** @param {string} name */
  const toggle = (name) => {
    app.change(({ features }) => {
      const given = /** @type {string[]} */ (features);
      return { features: /** @type {Feature[]} */ (featuresOf(app).filter((one) => given.includes(one) !== (one === name))) };
    });
  };
  return {
    element,
    /** @param {Column} column with a place for each feature shown */
    build(column) {
      const given = /** @type {string[]} */ (session.description?.experiment.features ?? []);
      const focus = buttons().findIndex((one) => one.matches(':focus'));
      element.replaceChildren(
        ...shownFeatures(app).map((name, k) => {
          const canvas = h('canvas', { 'aria-hidden': 'true' });
          const content = [canvas, h('span', { class: 'name' }, words.t(`feature.${name}`))];
          const one = app.view.level === '1' ? reading(words, content) : toggleOf(words, name, given, toggle, content);
          const { x, y } = column.neurons[k] ?? { x: 0, y: 0 };
          place(one, { '--x': `${x}px`, '--y': `${y}px`, '--cell': `${column.cell}px` });
          draw(app, name, canvas);
          return one;
        }),
      );
      stop(buttons(), buttons()[Math.max(0, focus)]);
      if (focus >= 0) buttons()[focus]?.focus();
    },
  };
}

/**
 * @param {App["words"]} words
 * @param {HTMLElement[]} content
 */
function reading(words, content) {
  return h('div', { class: 'neuron given', title: words.t('inputs.hint') }, ...content);
}

/**
 * @param {App["words"]} words
 * @param {string} name
 * @param {string[]} given
 * @param {(name: string) => void} toggle
 * @param {HTMLElement[]} content
 */
function toggleOf(words, name, given, toggle, content) {
  return h(
    'button',
    {
      'type': 'button',
      'class': 'neuron given',
      'value': name,
      'aria-pressed': String(given.includes(name)),
      'title': words.t(`hint.feature.${name}`),
      'click': () => toggle(name),
    },
    ...content,
  );
}

/**
 * One untrained neuron with weight 1 and bias 0 shows its input.
 * @param {App} app
 * @param {string} name
 * @param {HTMLCanvasElement} canvas
 */
async function draw({ session, pens, theme, fail }, name, canvas) {
  const features = /** @type {Feature[]} */ ([name]);
  try {
    const { field } = await preview(
      { dataset: 'blobs', n_samples: 4, seed: 0, data_seed: 0, hidden: [], features, parameters: [1, 0] },
      SIDE,
      session.description?.extent,
    );
    pens.draw_boundary(canvas, theme, field, SIDE, SIDE, 0, 1);
  } catch (error) {
    fail(error);
  }
}
