// @ts-check
// How a layer bends the plane: its points and a grid as two of its neurons see them, and for the last
// hidden layer the straight lines that separate the classes there.

import { across, borders } from './borders.js';
import { menu } from './controls.js';
import { className, rangeOfValues } from './datasets.js';
import { fitCanvas, h } from './dom.js';
import { explain } from './hints.js';
import { takenFor } from './plane.js';
import { activationOf, layersOf, outputsOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./pkg/neurone.js").Frame} Frame
 * @typedef {[number, number, number, number]} Window x0, x1, y0, y1
 */

/** @type {[number, number, number, number]} */
const MARGIN = [22, 20, 36, 44];
/** Lines of the grid each way, and the points along one. */
const LINES = 13;
const ALONG = 61;
/** While training a look waits this many times as long as the last one took. */
const REST = 3;
/** Milliseconds from flat to bent. */
const TRAVEL = 900;

/**
 * @typedef {object} Bent what a layer makes of the plane
 * @property {number} layer from 1
 * @property {Float64Array} plane `[2, n]`: the grid, then the points of the data
 * @property {Float64Array} values `[neurons, n]`
 * @property {Float64Array} sides of the grid's points: the answer of the network
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function warpedTab(app) {
  const { session, words } = app;
  const pick = { layer: 1, neurons: /** @type {[number, number]} */ ([0, 1]) };
  /** How far the way from flat to bent has gone, 0 to 1. */
  let bend = 1;
  let frame = 0;
  /** @type {Bent | null} */
  let bent = null;
  /** What it is bent of. @type {import("./engine.js").Description | null} */
  let of = null;
  let busy = false;
  let free = 0;

  const layer = menu(words.t('warped.layer'), [], (value) => {
    pick.layer = Number(value);
    pick.neurons = [0, 1];
    offer();
    travel();
  }, words.t('warped.layer.hint'));
  const axes = ['warped.across', 'warped.up'].map((key, axis) =>
    menu(words.t(key), [], (value) => {
      pick.neurons[axis] = Number(value);
      draw();
    }, words.t(`${key}.hint`)),
  );
  const slider = h('input', { 'type': 'range', 'min': 0, 'max': 1, 'step': 0.01, 'name': 'bend', 'aria-label': words.t('warped.bend') });
  slider.addEventListener('input', () => {
    cancelAnimationFrame(frame);
    bend = Number(slider.value);
    draw();
  });
  const play = h('button', { type: 'button', title: words.t('warped.play.hint'), click: () => travel() }, words.t('warped.play'));
  const canvases = ['axes', 'ground', 'points'].map((name) => h('canvas', { 'class': name, 'aria-hidden': 'true' }));
  const stage = h('div', { 'class': 'stage', 'role': 'img', 'aria-label': words.t('tab.warped') }, ...canvases);
  const caption = h('p', { class: 'note' });
  const controls = h(
    'div',
    { class: 'fields' },
    layer.element,
    ...axes.map(({ element }) => element),
    play,
    explain(h('label', { class: 'field' }, h('span', { class: 'label' }, words.t('warped.bend')), slider), words.t('warped.bend.hint')),
  );
  const body = h('div', { class: 'beside' }, stage, h('div', { class: 'told' }, controls, caption));
  const none = h('p', { class: 'note' }, words.t('warped.none'));

  /** Hidden layers; the output too where it has two neurons or more. */
  const layers = () => {
    const experiment = session.description?.experiment;
    if (!experiment) return [];
    const sizes = layersOf(experiment).slice(1);
    return (sizes.at(-1) ?? 1) > 1 ? sizes : sizes.slice(0, -1);
  };
  const open = () => !body.closest('[hidden]') && layers().length > 0;

  /** Offers what there is to choose from. */
  const offer = () => {
    const sizes = layers();
    none.hidden = sizes.length > 0;
    body.hidden = !sizes.length;
    const hidden = session.description?.experiment.hidden.length ?? 0;
    pick.layer = Math.min(Math.max(1, pick.layer), Math.max(1, sizes.length));
    const size = sizes[pick.layer - 1] ?? 1;
    pick.neurons = /** @type {[number, number]} */ (pick.neurons.map((i, axis) => (i < size ? i : Math.min(axis, size - 1))));
    if (size > 1 && pick.neurons[0] === pick.neurons[1]) pick.neurons = [0, 1];
    options(layer.select, sizes.map((_, l) => (l < hidden ? String(l + 1) : words.t('weights.output'))), 1);
    layer.select.value = String(pick.layer);
    axes.forEach(({ select, element }, axis) => {
      options(select, Array.from({ length: size }, (_, i) => name(i)), 0);
      select.value = String(pick.neurons[axis]);
      element.hidden = size < 2;
    });
  };

  const look = async () => {
    const { description } = session;
    const begin = performance.now();
    const other = bent?.layer !== pick.layer;
    if (busy || !description || !open() || (session.playing && begin < free && !other)) return;
    busy = true;
    let failed = false;
    try {
      const plane = gridAnd(description);
      const at = pick.layer;
      const [values, answers] = await Promise.all([session.ask('activations', at, plane), session.ask('predict', plane)]);
      if (!values || !answers || session.description !== description || at !== pick.layer) return;
      bent = { layer: at, plane, values, sides: answers };
      of = description;
      draw();
    } catch (error) {
      failed = true;
      app.fail(error);
    } finally {
      busy = false;
      free = performance.now() + REST * (performance.now() - begin);
      if (!failed && (session.description !== description || bent?.layer !== pick.layer)) look();
    }
  };

  /** From the flat grid to the bent one; at once for those who would rather not see things move. */
  const travel = () => {
    cancelAnimationFrame(frame);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      bend = 1;
      return void look();
    }
    const begin = performance.now();
    const step = (/** @type {number} */ now) => {
      const t = Math.min(1, Math.max(0, (now - begin) / TRAVEL));
      bend = 1 - (1 - t) ** 3;
      draw();
      if (t < 1 && open()) frame = requestAnimationFrame(step);
    };
    bend = 0;
    look();
    frame = requestAnimationFrame(step);
  };

  const draw = () => {
    const { description, picture } = session;
    const { clientWidth: width, clientHeight: height } = stage;
    if (!bent || !description || of !== description || !picture || !width || bent.layer !== pick.layer) return;
    slider.value = String(bend);
    const [ground, grid, points] = /** @type {[HTMLCanvasElement, HTMLCanvasElement, HTMLCanvasElement]} */ (canvases);
    for (const canvas of canvases) fitCanvas(canvas, width, height);
    const n = LINES * ALONG * 2;
    const view = moved(description, bent, pick.neurons, bend);
    /** @type {Frame} */
    const shown = {
      x: [view.window[0], view.window[1]],
      y: [view.window[2], view.window[3]],
      margin: MARGIN,
      scale: globalThis.devicePixelRatio || 1,
      font_size: 0.7 * parseFloat(getComputedStyle(stage).fontSize),
      decimal_comma: words.decimalComma,
      x_label: bend < 1 ? '' : name(pick.neurons[0]),
      y_label: bend < 1 ? '' : name(pick.neurons[1]),
    };
    app.pens.draw_axes(ground, shown, app.theme);
    const lines = borders(app, bent, pick.neurons);
    app.pens.draw_curves(grid, shown, app.theme, [
      ...gridLines(app, bent, view.x, view.y),
      ...(bend === 1 ? lines.flatMap((line) => across(line, view.window, app.theme.ink)) : []),
    ]);
    const { data } = description;
    const xy = Float64Array.of(...view.x.subarray(n), ...view.y.subarray(n));
    app.pens.draw_samples(points, shown, app.theme, xy, data.y, data.n_classes, new Float64Array(), data.test, ...rangeOfValues(data));
    if (bend < 1) return;
    caption.textContent = sentence(app, pick, view.x.subarray(n), view.y.subarray(n), lines);
    stage.setAttribute('aria-label', caption.textContent);
  };
  const name = (/** @type {number} */ i) => `a${lowered(i + 1)}`;

  const observer = new ResizeObserver(draw);
  observer.observe(stage);
  return {
    element: h('div', { class: 'warped' }, none, body),
    update() {
      offer();
      look();
    },
    draw: () => void look(),
    close() {
      cancelAnimationFrame(frame);
      observer.disconnect();
    },
  };
}

/**
 * @param {HTMLSelectElement} select
 * @param {string[]} texts
 * @param {number} from value of the first
 */
function options(select, texts, from) {
  if (texts.join() === [...select.options].map(({ text }) => text).join()) return;
  select.replaceChildren(...texts.map((text, i) => h('option', { value: i + from }, text)));
}

const lowered = (/** @type {number} */ n) => [...String(n)].map((c) => '₀₁₂₃₄₅₆₇₈₉'[Number(c)]).join('');

/**
 * The lines of a grid over the picture's window, then the points.
 * @param {import("./engine.js").Description} description
 */
function gridAnd({ extent: [x0, x1, y0, y1], data }) {
  /** @type {number[][]} */
  const points = [];
  for (const upright of [true, false]) {
    for (let l = 0; l < LINES; l += 1) {
      for (let k = 0; k < ALONG; k += 1) {
        const [u, v] = [l / (LINES - 1), k / (ALONG - 1)];
        const [s, t] = upright ? [u, v] : [v, u];
        points.push([x0 + s * (x1 - x0), y0 + t * (y1 - y0)]);
      }
    }
  }
  const row = (/** @type {0 | 1} */ i) => points.map((point) => point[i] ?? 0);
  return Float64Array.of(...row(0), ...data.x.subarray(0, data.m), ...row(1), ...data.x.subarray(data.m));
}

/**
 * Where everything stands on the way from the plane to the two neurons, and the window around it.
 * @param {import("./engine.js").Description} description
 * @param {Bent} bent
 * @param {[number, number]} neurons
 * @param {number} bend
 */
function moved({ experiment, extent }, { layer, plane, values }, neurons, bend) {
  const n = plane.length / 2;
  const size = values.length / n;
  const activation = layer > experiment.hidden.length ? 'softmax' : activationOf(experiment, layer - 1);
  const [across, up] = neurons.map((i, axis) =>
    axis && size < 2 ? new Float64Array(n) : values.subarray(i * n, (i + 1) * n),
  );
  const ranges = [across, up].map((row) => rangeFor(activation, row ?? new Float64Array()));
  const move = (/** @type {number} */ axis) => {
    const [low = 0, high = 1] = ranges[axis] ?? [];
    const [from = 0, to = 1] = [extent[2 * axis], extent[2 * axis + 1]];
    const row = axis ? up : across;
    return Float64Array.from({ length: n }, (_, k) => {
      const flat = low + (((plane[axis * n + k] ?? 0) - from) / (to - from)) * (high - low);
      return flat + bend * ((row?.[k] ?? 0) - flat);
    });
  };
  return { x: move(0), y: move(1), window: /** @type {Window} */ (ranges.flat()) };
}

/**
 * @param {string} activation
 * @param {Float64Array} values
 * @returns {[number, number]}
 */
function rangeFor(activation, values) {
  if (activation === 'sigmoid' || activation === 'softmax') return [-0.05, 1.05];
  if (activation === 'tanh' || activation === 'sine') return [-1.1, 1.1];
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const room = (high - low) / 20 || 1;
  return [low - room, high + room];
}

/**
 * The grid as curves, each part in the colour of the class that it is taken for.
 * @param {App} app
 * @param {Bent} bent
 * @param {Float64Array} x
 * @param {Float64Array} y
 */
function gridLines(app, { sides }, x, y) {
  const { theme, session } = app;
  const n = session.description?.data.n_classes ?? 0;
  const taken = n ? takenFor(app, sides) : new Float64Array(x.length);
  const colours = n ? [theme.class0, theme.class1, ...(theme.classes ?? [])].slice(0, n) : [theme.muted];
  return Array.from({ length: 2 * LINES }, (_, l) => {
    const [from, to] = [l * ALONG, (l + 1) * ALONG];
    return colours.map((color, k) => ({
      x: x.slice(from, to),
      // A part ends one point late, so that the next one joins.
      y: y.slice(from, to).map((value, i) => {
        const before = taken[from + Math.max(0, i - 1)];
        return taken[from + i] === k || before === k ? value : NaN;
      }),
      color,
      dashed: false,
    }));
  }).flat();
}

/**
 * The picture in words: where each class lies, and the lines.
 * @param {App} app
 * @param {{ layer: number, neurons: [number, number] }} pick
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @param {import("./borders.js").Border[]} lines
 */
function sentence(app, { layer, neurons: [i, j] }, x, y, lines) {
  const { words, session } = app;
  const { data, experiment } = /** @type {import("./engine.js").Description} */ (session.description);
  const mean = (/** @type {Float64Array} */ row, /** @type {number} */ k) => {
    const own = row.filter((_, at) => data.y[at] === k);
    return words.fixed(own.reduce((a, b) => a + b, 0) / own.length, 2);
  };
  const texts = [words.t('warped.seen', { layer, a: i + 1, b: j + 1 })];
  for (let k = 0; k < data.n_classes; k += 1)
    texts.push(words.t('warped.centre', { class: className(app, k), a: mean(x, k), b: mean(y, k) }));
  const signed = (/** @type {number} */ value) => `${value < 0 ? '−' : '+'} ${words.fixed(Math.abs(value), 2)}`;
  const equations = lines.map(({ u, v, c }) =>
    `${words.fixed(u, 2)} a${lowered(i + 1)} ${signed(v)} a${lowered(j + 1)} ${signed(c)} = 0`.replaceAll(' ', '\u00a0'),
  );
  const kind = lines[0]?.exact ? 'line' : 'slice';
  if (outputsOf(experiment) === 1 && equations[0]) texts.push(words.t(`warped.${kind}`, { equation: equations[0] }));
  else if (lines.length) {
    const between = lines.map(({ classes: [p, q] }, at) =>
      words.t('warped.border', { one: className(app, p), other: className(app, q), equation: equations[at] ?? '' }),
    );
    texts.push(words.t(`warped.${kind}s`, { list: between.join(words.t('and')) }));
  }
  return texts.join(' ');
}
