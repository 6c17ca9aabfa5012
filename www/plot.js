// @ts-check
// One chart over its axes, which are drawn again only when their range changes.

import { fitCanvas, h, place } from './dom.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Picture} Picture
 * @typedef {import("./pkg/neurone.js").Frame} Frame
 */

/** CSS pixels around the plot area: top, right, bottom, left. */
const MARGIN = /** @type {const} */ ([8, 18, 34, 34]);

/**
 * @typedef {object} Line
 * @property {string} name shown at its end; none where it is the only one
 * @property {Float64Array} step
 * @property {Float64Array} values
 * @property {string} color
 * @property {boolean} dashed
 */

/**
 * @typedef {object} Panel what a chart shows
 * @property {() => string} name
 * @property {(picture: Picture) => Line[]} lines
 * @property {(picture: Picture) => [number, number]} x range of the horizontal axis
 * @property {() => string} xLabel
 * @property {(lines: Line[]) => [number, number]} range of the vertical axis
 * @property {() => boolean} log whether that is logarithmic
 * @property {number} [left] CSS pixels for the numbers of the vertical axis
 * @property {(picture: Picture) => { x: number, text: string } | null} [flag] an event on the horizontal axis
 */

/**
 * A line at one height.
 * @param {string} name
 * @param {number} value
 * @param {[number, number]} x from where to where
 * @param {string} color
 * @returns {Line}
 */
export const level = (name, value, x, color) => ({
  name,
  step: Float64Array.from(x),
  values: Float64Array.of(value, value),
  color,
  dashed: true,
});

/**
 * @param {App} app
 * @param {Panel} panel
 */
export function plot(app, panel) {
  const axes = h('canvas', { class: 'axes' });
  const line = h('canvas', { class: 'line' });
  const rule = h('span', { class: 'rule', hidden: true });
  const flag = h('span', { class: 'event', hidden: true });
  const labels = h('div', { 'class': 'labels', 'aria-hidden': 'true' });
  const name = h('span', { class: 'plot-name' });
  const element = h('div', { class: 'area' }, name, axes, line, rule, flag, labels);
  /** @type {[number, number, number, number]} */
  const margin = [MARGIN[0], MARGIN[1], MARGIN[2], panel.left ?? MARGIN[3]];
  place(
    element,
    Object.fromEntries(['top', 'right', 'bottom', 'left'].map((edge, i) => [`--${edge}`, `${margin[i]}px`])),
  );
  let drawn = '';
  /** Its size and that of its labels, measured when they change: to ask while drawing is to lay out the page anew. */
  let [width, height, font] = [0, 0, 0];
  /** @type {[number, number]} */
  let x = [0, 1];
  const share = (/** @type {number} */ value) => (value - x[0]) / (x[1] - x[0]);
  /** @param {Picture} picture */
  const draw = (picture) => {
    x = panel.x(picture);
    if (!width || !height) return;
    const all = panel.lines(picture);
    /** @type {Frame} */
    const frame = {
      x,
      y: panel.range(all),
      margin,
      scale: globalThis.devicePixelRatio || 1,
      font_size: font,
      decimal_comma: app.words.decimalComma,
      x_label: panel.xLabel(),
      y_label: '',
      log_y: panel.log(),
      whole_x: true,
    };
    const key = JSON.stringify(frame);
    if (key !== drawn) {
      for (const canvas of [axes, line]) fitCanvas(canvas, width, height);
      app.pens.draw_axes(axes, frame, app.theme);
    }
    drawn = key;
    app.pens.draw_curves(
      line,
      frame,
      app.theme,
      all.map(({ step, values, color, dashed }) => ({ x: step, y: values, color, dashed })),
    );
    label(all, frame);
    plant(panel.flag?.(picture) ?? null);
  };
  /** @param {{ x: number, text: string } | null} event */
  const plant = (event) => {
    flag.hidden = !event;
    if (!event) return;
    flag.textContent = event.text;
    flag.classList.toggle('before', share(event.x) > 0.6);
    place(flag, { '--x': String(share(event.x)) });
  };
  /**
   * Puts its name at the end of each curve, apart from the others.
   * @param {Line[]} all
   * @param {Frame} frame
   */
  const label = (all, { y: [low, high], log_y: log }) => {
    const scale = log ? Math.log10 : Number;
    const inner = height - margin[0] - margin[2];
    const named = all
      .filter((one) => one.name && one.values.length)
      .map((one) => {
        const down = (scale(high) - scale(one.values.at(-1) ?? low)) / (scale(high) - scale(low));
        return { ...one, at: Math.min(1, Math.max(0, down)) * inner, x: share(one.step.at(-1) ?? 0) };
      })
      .sort((a, b) => a.at - b.at);
    named.forEach((one, i) => (one.at = Math.max(one.at, (named[i - 1]?.at ?? -Infinity) + 1.1 * font)));
    const over = (named.at(-1)?.at ?? 0) - inner;
    if (over > 0) for (const one of named) one.at -= over;
    labels.replaceChildren(
      ...named.map((one) => {
        const text = h('span', { class: one.x > 0.6 ? 'before' : null }, one.name);
        place(text, { '--x': String(one.x), '--at': `${margin[0] + one.at}px`, '--colour': one.color });
        return text;
      }),
    );
  };
  const observer = new ResizeObserver(() => {
    [width, height] = [element.clientWidth, element.clientHeight];
    font = 0.7 * parseFloat(getComputedStyle(element).fontSize);
    drawn = '';
    if (app.session.picture) draw(app.session.picture);
  });
  observer.observe(element);
  return {
    element,
    draw,
    update() {
      font = 0.7 * parseFloat(getComputedStyle(element).fontSize);
      name.textContent = element.dataset['name'] = panel.name();
    },
    close: () => observer.disconnect(),
    /** @param {number | null} value on the horizontal axis */
    mark(value) {
      rule.hidden = value === null;
      if (value !== null) place(rule, { '--x': String(share(value)) });
    },
    /** What lies under the pointer. @param {number} clientX */
    valueAt(clientX) {
      const box = element.getBoundingClientRect();
      return x[0] + ((x[1] - x[0]) * (clientX - box.left - margin[3])) / (box.width - margin[1] - margin[3]);
    },
  };
}

/** The whole decades that hold all values above 0. @param {Line[]} lines @returns {[number, number]} */
export function decades(lines) {
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of lines) {
    for (const value of values) {
      if (value > 0 && value < low) low = value;
      if (value > high && value < Infinity) high = value;
    }
  }
  if (!(low <= high)) return [0.1, 1];
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  return [Number(`1e${Math.min(from, to - 1)}`), Number(`1e${to}`)];
}

/** The end of an axis from 0: the first round number above all values. @param {Line[]} lines */
export function nice(lines) {
  const most = lines.reduce((a, { values }) => values.reduce((b, value) => Math.max(b, value), a), 0);
  const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 1, 1.5, 2, 3, 4, 5, 8, 10];
  return steps.find((step) => step >= most) ?? Math.ceil(most / 10) * 10;
}

/**
 * Index of the value nearest to `wanted` in a rising list.
 * @param {Float64Array} values
 * @param {number} wanted
 */
export function nearest(values, wanted) {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) {
    if (Math.abs((values[i] ?? 0) - wanted) < Math.abs((values[best] ?? 0) - wanted)) best = i;
  }
  return best;
}
