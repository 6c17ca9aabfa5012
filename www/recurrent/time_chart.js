// @ts-check
// A chart of quantities along a sequence on a logarithmic axis, the first step on the left.

import { fitCanvas, h, place } from '../dom.js';

/**
 * @typedef {import("../state.js").App} App
 */

/**
 * @typedef {object} Curve
 * @property {string} name none where it is part of another one
 * @property {Float64Array} values one for each step
 * @property {string} color
 * @property {boolean} [dashed]
 * @property {Float64Array} [low] the lower edge of a band around it
 * @property {Float64Array} [high]
 */

/** @type {[number, number, number, number]} */
const MARGIN = [16, 12, 34, 44];

/**
 * @param {App} app
 * @param {string} label
 * @param {number} [fewest] decades that the axis shows at least
 */
export function timeChart(app, label, fewest = 4) {
  const axes = h('canvas', { class: 'axes' });
  const washes = h('canvas', { class: 'line' });
  const lines = h('canvas', { class: 'line' });
  const area = h('div', { 'class': 'area time-chart', 'role': 'img', 'aria-label': label }, axes, washes, lines);
  const legend = h('div', { class: 'legend' });
  /** @type {Curve[]} */
  let shown = [];
  let [low, high] = [Infinity, -Infinity];
  let drawn = '';
  let named = '';
  /** Its size and that of its labels, measured when they change: to ask while drawing is to lay out the page anew. */
  let [width, height, font] = [0, 0, 0];
  const draw = () => {
    const n = shown[0]?.values.length ?? 0;
    if (!n || !font) return;
    for (const { values, low: below = values, high: above = values } of shown)
      for (const all of [values, below, above]) [low, high] = widened(all, low, high);
    const [from, to] = low > high ? [-fewest, 0] : [Math.min(low, high - fewest), high];
    /** @type {import("../pkg/neurone.js").Frame} */
    const frame = {
      x: [0, Math.max(1, n - 1)],
      y: [Number(`1e${from}`), Number(`1e${to}`)],
      margin: MARGIN,
      scale: globalThis.devicePixelRatio || 1,
      font_size: font,
      decimal_comma: app.words.decimalComma,
      x_label: app.words.t('flow.axis'),
      y_label: '',
      log_y: true,
      whole_x: true,
    };
    const key = JSON.stringify(frame);
    if (key !== drawn) {
      for (const canvas of [axes, washes, lines]) fitCanvas(canvas, width, height);
      app.pens.draw_axes(axes, frame, app.theme);
    }
    drawn = key;
    const x = Float64Array.from({ length: n }, (_, t) => t);
    const curves = shown.map(({ values, color, dashed = false }) => ({ x, y: values, color, dashed }));
    const bands = shown.flatMap(({ low, high, color }) => (low && high ? [{ x, low, high, color }] : []));
    app.pens.draw_curves(lines, frame, app.theme, curves);
    app.pens.draw_bands(washes, frame, app.theme, bands);
  };
  const observer = new ResizeObserver(() => {
    [width, height] = [area.clientWidth, area.clientHeight];
    font = 0.7 * parseFloat(getComputedStyle(area).fontSize);
    drawn = '';
    draw();
  });
  observer.observe(area);
  return {
    element: h('div', { class: 'time-curves' }, area, legend),
    /** @param {Curve[]} curves */
    draw(curves) {
      shown = curves;
      draw();
      const names = curves.filter(({ name }) => name);
      const key = JSON.stringify(names.map(({ name, color }) => [name, color]));
      if (key === named) return;
      named = key;
      legend.replaceChildren(...names.map(entry));
    },
    /** The axis may shrink again: another run. */
    forget() {
      [low, high] = [Infinity, -Infinity];
      drawn = '';
    },
    close: () => observer.disconnect(),
  };
}

/**
 * The norms of the gradient along what carries the past: the memory, or the state of a cell that has none.
 * @param {import("../pkg/neurone.js").TimeFlow | undefined} flow
 * @returns {{ along: "c" | "h", norms: Float64Array }}
 */
export function wayBack(flow) {
  const { d_h = new Float64Array(), d_c = d_h } = flow ?? {};
  return flow && d_c.some((one) => one > 0) ? { along: 'c', norms: d_c } : { along: 'h', norms: d_h };
}

/** @param {Curve} curve */
function entry({ name, color, dashed }) {
  const swatch = h('span', { class: dashed ? 'swatch dashed' : 'swatch' });
  place(swatch, { '--colour': color });
  return h('span', { class: 'key' }, swatch, name);
}

/**
 * The whole decades that hold all values above 0, which only widen, so that nothing jumps.
 * @param {Float64Array} values
 * @param {number} low
 * @param {number} high
 * @returns {[number, number]}
 */
function widened(values, low, high) {
  for (const value of values) {
    if (!(value > 0) || value === Infinity) continue;
    low = Math.min(low, Math.floor(Math.log10(value)));
    high = Math.max(high, Math.ceil(Math.log10(value)));
  }
  return [low, high];
}
