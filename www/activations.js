// @ts-check
// Figures 1 and 2 of the thesis, with one x for all curves.

import { fitCanvas, h, place, readout } from './dom.js';
import { newId } from './controls.js';
import { explain } from './hints.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 */

/** @type {[number, number, number, number]} */
const MARGIN = [10, 10, 24, 34];
const REACH = 6;

const sigmoid = (/** @type {number} */ x) => 1 / (1 + Math.exp(-x));

/** @type {{ name: "heaviside" | "sigmoid" | "tanh" | "softmax" | "sigmoid_derivative", y: [number, number], at: (x: number) => number }[]} */
const CURVES = [
  { name: 'heaviside', y: [-0.1, 1.1], at: (x) => (x >= 0 ? 1 : 0) },
  { name: 'sigmoid', y: [-0.1, 1.1], at: sigmoid },
  { name: 'tanh', y: [-1.2, 1.2], at: Math.tanh },
  { name: 'softmax', y: [-0.1, 1.1], at: sigmoid },
  { name: 'sigmoid_derivative', y: [-0.03, 0.28], at: (x) => sigmoid(x) * (1 - sigmoid(x)) },
];

/**
 * @param {App} app
 * @returns {Part}
 */
export function activationsTab(app) {
  const { words } = app;
  const plots = CURVES.map((curve) => plot(app, curve));
  const bars = [0, 1, 2].map(() => ({
    bar: h('span', { class: 'bar-fill' }),
    value: readout(),
  }));
  const id = newId();
  const slider = h('input', { id, type: 'range', min: -REACH, max: REACH, step: 0.1, value: 1 });
  const value = readout();
  const move = () => {
    const x = Number(slider.value);
    value.value = `x = ${words.fixed(x, 1)}`;
    for (const one of plots) one.mark(x);
    const shares = app.pens.softmax_bars(x);
    bars.forEach(({ bar, value: text }, i) => {
      place(bar, { '--share': String(shares[i] ?? 0) });
      text.value = words.fixed(shares[i] ?? 0, 4);
    });
  };
  slider.addEventListener('input', move);
  const scores = ['x', '0', '0'].map((score, i) =>
    h(
      'div',
      { class: 'share' },
      h('span', { class: 'label' }, score),
      h('span', { class: 'track' }, bars[i]?.bar),
      bars[i]?.value,
    ),
  );
  return {
    element: h(
      'div',
      { class: 'activations' },
      explain(
        h('div', { class: 'field slider' }, h('label', { for: id }, words.t('activations.x')), slider, value),
        words.t('activations.x.hint'),
      ),
      h(
        'div',
        { class: 'figures' },
        ...plots.map(({ element }) => element),
        h(
          'figure',
          { class: 'figure shares' },
          h('figcaption', {}, words.t('activations.bars')),
          ...scores,
          h('p', { class: 'note' }, words.t('activations.bars.note')),
        ),
      ),
    ),
    update() {
      for (const one of plots) one.draw();
      move();
    },
    close() {
      for (const one of plots) one.close();
    },
  };
}

/**
 * @param {App} app
 * @param {typeof CURVES[number]} curve
 */
function plot({ pens, theme, words }, { name, y, at }) {
  const axes = h('canvas', { 'class': 'axes', 'aria-hidden': 'true' });
  const line = h('canvas', { 'class': 'line', 'aria-hidden': 'true' });
  const dot = h('span', { class: 'dot' });
  const value = readout();
  const area = h(
    'div',
    { 'class': 'area', 'role': 'img', 'aria-label': words.t(`activation.${name}`) },
    axes,
    line,
    dot,
  );
  place(
    area,
    Object.fromEntries(['top', 'right', 'bottom', 'left'].map((edge, i) => [`--${edge}`, `${MARGIN[i]}px`])),
  );
  const draw = () => {
    const { clientWidth: width, clientHeight: height } = area;
    if (!width) return;
    /** @type {import("./pkg/neurone.js").Frame} */
    const frame = {
      x: [-REACH, REACH],
      y,
      margin: MARGIN,
      scale: globalThis.devicePixelRatio || 1,
      font_size: 0.7 * parseFloat(getComputedStyle(area).fontSize),
      decimal_comma: words.decimalComma,
      x_label: '',
      y_label: '',
    };
    for (const canvas of [axes, line]) fitCanvas(canvas, width, height);
    pens.draw_axes(axes, frame, theme);
    pens.draw_activations(line, frame, theme, name);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(area);
  return {
    element: h(
      'figure',
      { class: 'figure' },
      h('figcaption', {}, words.t(`activation.${name}`), value),
      area,
      h('p', { class: 'note' }, words.t(`activation.${name}.note`)),
    ),
    draw,
    close: () => observer.disconnect(),
    /** @param {number} x */
    mark(x) {
      place(dot, { '--x': String((x + REACH) / (2 * REACH)), '--y': String((y[1] - at(x)) / (y[1] - y[0])) });
      value.value = words.fixed(at(x), 4);
    },
  };
}
