// @ts-check
// Above the diagram: less and more neurons in each hidden layer, less and more layers. One tab stop.

import { h, rove, stop } from './dom.js';
import { termOf } from './hints.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 */

/** Neurons of a first hidden layer, and the most that another one starts with. */
const START = 8;

/**
 * @param {App} app
 * @returns {Part}
 */
export function heads(app) {
  const { words, session } = app;
  const hidden = () => session.description?.experiment.hidden ?? [];
  const row = h('div', { class: 'heads' });
  const count = termOf(words, 'layers', '');
  const less = button('−', words.t('layer.less'), () => app.change(({ hidden }) => ({ hidden: hidden.slice(0, -1) })));
  const more = button('+', words.t('layer.more'), () =>
    app.change(({ hidden }) => ({ hidden: [...hidden, Math.min(START, hidden.at(-1) ?? START)] })),
  );
  const element = h(
    'div',
    { 'class': 'build', 'role': 'toolbar', 'aria-label': words.t('layers.label') },
    h('div', { class: 'layers from-2' }, less, count, more),
    row,
  );
  const buttons = () => [...element.querySelectorAll('button')].filter((one) => one.checkVisibility());
  rove(element, buttons);
  /** Where the tab stop is, or may be. */
  const standing = () => buttons().find((one) => one.matches(':focus')) ?? buttons().find((one) => !one.disabled);
  /** @param {number} l @param {number} by */
  const resize = (l, by) => app.change(({ hidden }) => ({ hidden: hidden.map((size, i) => (i === l ? Math.max(1, size + by) : size)) }));
  let shown = '';
  return {
    element,
    update() {
      const sizes = hidden();
      // Another level shows others.
      if (sizes.join() === shown && row.firstChild) return stop(buttons(), standing());
      shown = sizes.join();
      const focus = buttons().findIndex((one) => one.matches(':focus'));
      count.textContent = words.t('layers', { n: sizes.length });
      less.disabled = sizes.length === 0;
      row.replaceChildren(
        h('div', { class: 'head' }, termOf(words, 'inputs')),
        ...sizes.map((size, l) => head(app, size, l, sizes.length, resize)),
        h('div', { class: 'head' }, termOf(words, 'output')),
      );
      // A button with nothing more to do leaves its place to the next one.
      const all = buttons();
      const next = focus < 0 ? standing() : [...all.slice(focus), ...all.slice(0, focus).reverse()].find((one) => !one.disabled);
      stop(all, next);
      if (focus >= 0) next?.focus();
    },
  };
}

/**
 * @param {App} app
 * @param {number} size
 * @param {number} l
 * @param {number} layers
 * @param {(l: number, by: number) => void} resize
 */
function head({ words }, size, l, layers, resize) {
  const less = button('−', words.t('neuron.less', { layer: l + 1 }), () => resize(l, -1));
  less.disabled = size <= 1;
  return h(
    'div',
    { class: 'head' },
    less,
    termOf(words, 'neurons', layers > 2 ? words.count(size) : words.t('neurons', { n: size })),
    button('+', words.t('neuron.more', { layer: l + 1 }), () => resize(l, 1)),
  );
}

/**
 * @param {string} sign
 * @param {string} label
 * @param {() => void} click
 */
function button(sign, label, click) {
  return h(
    'button',
    { 'type': 'button', 'class': 'less-more from-2', 'aria-label': label, 'title': label, click },
    sign,
  );
}
