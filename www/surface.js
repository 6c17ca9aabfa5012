// @ts-check
// The loss of a single neuron as a landscape over two of its weights, with the path of the descent.

import { fitCanvas, h, place } from './dom.js';
import { layersOf } from './state.js';
import { Turns } from './turns.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./pkg/neurone.js").Frame} Frame
 */

/** @type {[number, number, number, number]} */
const MARGIN = [22, 20, 36, 44];
/** Cells along a side, at rest and while training. */
const AT_REST = 96;
const MOVING = 32;
/** Shades from the lowest to the highest loss. */
const SHADES = 14;
/** Moments of the path that are asked for. */
const MOMENTS = 400;

/**
 * @param {App} app
 * @returns {Part}
 */
export function surfaceTab(app) {
  const { session, words } = app;
  const [ground, axes, path] = ['ground cells', 'axes', 'points'].map((name) =>
    h('canvas', { 'class': name, 'aria-hidden': 'true' }),
  );
  const marker = h('span', { class: 'marker', hidden: true });
  const stage = h('div', { 'class': 'stage', 'role': 'img', 'aria-label': words.t('surface.label') }, ground, axes, path, marker);
  place(
    stage,
    Object.fromEntries(['top', 'right', 'bottom', 'left'].map((edge, i) => [`--${edge}`, `${MARGIN[i]}px`])),
  );
  const caption = h('p', { class: 'note reading' });
  const none = h('p', { class: 'note' });
  const body = h(
    'div',
    { class: 'beside' },
    stage,
    h('div', { class: 'told' }, caption, h('p', { class: 'note' }, words.t('surface.note'))),
  );
  /** The path so far, one `[w1, w2]` a moment. @type {[number, number][]} */
  let way = [];
  let reached = NaN;
  /** @type {[number, number, number, number]} */
  let window = [0, 1, 0, 1];
  /** @type {{ values: Float64Array, side: number } | null} */
  let surface = null;
  /** Whether the path begins with the run. */
  let whole = true;
  /** The weights of the last picture. */
  const here = () => /** @type {[number, number]} */ ([...(session.picture?.parameters.subarray(0, 2) ?? [])]);
  const single = () => {
    const experiment = session.description?.experiment;
    return Boolean(experiment && experiment.features.length > 1 && layersOf(experiment).join() === `${experiment.features.length},1`);
  };

  const turns = new Turns(async () => {
    const { description, picture } = session;
    if (!description || !picture || body.closest('[hidden]') || !single()) return;
    try {
      const { step } = picture.metrics;
      if (step === 0 || !(step >= reached)) way = [];
      if (!way.length) {
        const all = await session.ask('descent', 0, 1, MOMENTS).catch(tooLong);
        whole = all !== null;
        const moments = all ?? here();
        const n = moments.length / 2;
        way = Array.from({ length: n }, (_, i) => [moments[i] ?? 0, moments[n + i] ?? 0]);
      } else if (step > reached) way.push(here());
      reached = step;
      window = around(way, window);
      const side = session.playing ? MOVING : AT_REST;
      const values = await session.ask('loss_surface', 0, 1, side, side, Float64Array.from(window));
      if (!values || session.description !== description) return;
      surface = { values, side };
      draw();
    } catch (error) {
      app.fail(error);
    }
  });

  const draw = () => {
    const { clientWidth: width, clientHeight: height } = stage;
    const { picture } = session;
    if (!surface || !picture || !width || !ground || !axes || !path) return;
    for (const canvas of [axes, path]) fitCanvas(canvas, width, height);
    const [x0, x1, y0, y1] = window;
    /** @type {Frame} */
    const frame = {
      x: [x0, x1],
      y: [y0, y1],
      margin: MARGIN,
      scale: globalThis.devicePixelRatio || 1,
      font_size: 0.7 * parseFloat(getComputedStyle(stage).fontSize),
      decimal_comma: words.decimalComma,
      x_label: 'w₁',
      y_label: 'w₂',
    };
    const { values, side } = surface;
    // From the paper of the scale's middle to the end of one hue.
    const theme = { ...app.theme, class1: app.theme.accent };
    app.pens.draw_boundary(ground, theme, shades(values), side, side, -1, 1);
    app.pens.draw_axes(axes, frame, app.theme);
    const row = (/** @type {0 | 1} */ k) => Float64Array.from(way, (moment) => moment[k]);
    app.pens.draw_curves(path, frame, app.theme, [{ x: row(0), y: row(1), color: app.theme.ink, dashed: false }]);
    const [w1, w2] = way.at(-1) ?? [0, 0];
    marker.hidden = false;
    place(marker, { '--x': String((w1 - x0) / (x1 - x0)), '--y': String((y1 - w2) / (y1 - y0)) });
    const lowest = values.reduce((best, value, i) => (value < (values[best] ?? Infinity) ? i : best), 0);
    const at = (/** @type {[number, number]} */ [a, b]) => ({ w1: words.fixed(a, 2), w2: words.fixed(b, 2) });
    const cell = /** @type {[number, number]} */ ([
      x0 + (((lowest % side) + 0.5) / side) * (x1 - x0),
      y1 - ((Math.floor(lowest / side) + 0.5) / side) * (y1 - y0),
    ]);
    caption.textContent = [
      words.t('surface.here', { ...at([w1, w2]), loss: words.fixed(picture.metrics.loss, 4) }),
      whole ? words.t('surface.start', at(way[0] ?? [0, 0])) : '',
      words.t('surface.lowest', { ...at(cell), loss: words.fixed(values[lowest] ?? NaN, 4) }),
    ].join(' ');
    stage.setAttribute('aria-label', `${words.t('surface.label')} ${caption.textContent}`);
  };

  const observer = new ResizeObserver(draw);
  observer.observe(stage);
  return {
    element: h('div', { class: 'surface' }, none, body),
    update() {
      const shown = single();
      none.hidden = shown;
      body.hidden = !shown;
      none.textContent = words.t('surface.none', { n: session.picture?.parameters.length ?? 0 });
      // Another run, or a path that grew unseen.
      way = [];
      reached = NaN;
      window = [0, 0, 0, 0];
      turns.ask();
    },
    draw: () => void turns.ask(),
    close: () => observer.disconnect(),
  };
}

/** A run that is too long to be repeated shows its path from now on. @param {any} error */
function tooLong(error) {
  if (error.field !== 'step') throw error;
  return null;
}

/**
 * A square window with room around the path; the present one as long as it holds the path.
 * @param {[number, number][]} way
 * @param {[number, number, number, number]} window
 * @returns {[number, number, number, number]}
 */
function around(way, window) {
  const [x0, x1, y0, y1] = window;
  if (way.every(([a, b]) => a > x0 && a < x1 && b > y0 && b < y1)) return window;
  const span = (/** @type {0 | 1} */ k) => {
    const low = way.reduce((most, moment) => Math.min(most, moment[k]), Infinity);
    const high = way.reduce((most, moment) => Math.max(most, moment[k]), -Infinity);
    return { middle: (low + high) / 2, half: (high - low) / 2 };
  };
  const [a, b] = [span(0), span(1)];
  const half = 1.4 * Math.max(a.half, b.half) + 1;
  return [a.middle - half, a.middle + half, b.middle - half, b.middle + half];
}

/**
 * Values as shades from 0 to 1, equal factors apart.
 * @param {Float64Array} values
 */
function shades(values) {
  const finite = values.filter((value) => Number.isFinite(value) && value > 0);
  const low = Math.log(finite.reduce((a, b) => Math.min(a, b), Infinity));
  const high = Math.log(finite.reduce((a, b) => Math.max(a, b), 0));
  return values.map((value) => {
    const t = (Math.log(Math.max(value, Number.MIN_VALUE)) - low) / Math.max(high - low, 1e-9);
    return Math.min(SHADES - 1, Math.max(0, Math.floor(t * SHADES))) / (SHADES - 1);
  });
}
