// @ts-check
// The main picture: over the plane what the network answers, or its curve where x1 is all it is given.

import { className, isCurve, rangeOfValues } from './datasets.js';
import { h } from './dom.js';
import { activationOf, discreteOf, flatten, outputsOf, rangeOf, thresholdOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Picture} Picture
 * @typedef {import("./engine.js").Description} Description
 * @typedef {import("./pkg/neurone.js").Frame} Frame
 */

/** Shades of a discretised picture of values. */
const STEPS = 5;

/**
 * The window of the picture: two coordinates, or x1 and the value.
 * @param {App} app
 * @returns {Pick<Frame, "x" | "y" | "x_label" | "y_label">}
 */
export function windowOf(app) {
  const { description, picture } = app.session;
  const [x0, x1, y0, y1] = description?.extent ?? [0, 1, 0, 1];
  if (!description || !isCurve(description.data))
    return { x: [x0, x1], y: [y0, y1], x_label: 'x₁', y_label: 'x₂' };
  const hidden = picture ? hiddenLayer(app) : -1;
  const [low, high] =
    picture && hidden >= 0
      ? rangeOf(activationOf(description.experiment, hidden), picture.field)
      : heldSpan(app, description.data.y);
  const room = (high - low) / 8;
  return { x: [x0, x1], y: [low - room, high + room], x_label: 'x₁', y_label: hidden >= 0 ? 'a' : 'y' };
}

/**
 * The values that a curve has, or had when the window was last let go.
 * @param {App} app
 * @param {Float64Array} y
 */
function heldSpan({ session, view }, y) {
  if (!session.window || !view.span) view.span = spanOf(y);
  return view.span;
}

/** @param {Float64Array} y @returns {[number, number]} */
function spanOf(y) {
  const [low, high] = [Math.min(...y), Math.max(...y)];
  return low < high ? [low, high] : [low - 1, high + 1];
}

/**
 * The hidden layer, from 0, whose neuron the picture shows; -1 for the output.
 * @param {App} app
 */
function hiddenLayer({ session, view }) {
  let index = view.neuron ?? Infinity;
  const { hidden } = session.description?.experiment ?? { hidden: [] };
  return hidden.findIndex((size) => index < size || ((index -= size), false));
}

/**
 * @param {App} app
 * @param {Record<"ground" | "contour" | "points" | "rings", HTMLCanvasElement>} canvases
 * @param {Frame} frame
 * @param {Picture} picture
 */
export function paint(app, canvases, frame, picture) {
  const { description } = app.session;
  if (!description) return;
  const curve = isCurve(description.data);
  canvases.ground.hidden = curve;
  if (curve) paintCurve(app, canvases.contour, frame, picture);
  else paintPlane(app, canvases, frame, picture);
  paintPoints(app, canvases, frame, picture);
}

/**
 * @param {App} app
 * @param {Record<"ground" | "contour", HTMLCanvasElement>} canvases
 * @param {Frame} frame
 * @param {Picture} picture
 */
function paintPlane(app, { ground, contour }, frame, picture) {
  const { pens, theme, view, session } = app;
  const { data, experiment } = /** @type {Description} */ (session.description);
  const { side, rows, field } = picture;
  // The neuron that is looked at may not be in the picture yet, or still be in it.
  const fields = field.length / (side * rows);
  const layer = fields > 1 ? -1 : hiddenLayer(app);
  const n = data.n_classes;
  const discrete = discreteOf(view);
  if (layer >= 0 || n === 0) {
    const range = layer >= 0 ? rangeOf(activationOf(experiment, layer), field) : rangeOfValues(data);
    // Nothing parts classes here.
    pens.draw_curves(contour, frame, theme, []);
    const stepped = layer < 0 && discrete ? inSteps(field, range) : field;
    return pens.draw_boundary(ground, theme, stepped, side, rows, ...range);
  }
  if (n > 2 && fields > 1) {
    pens.draw_regions(ground, theme, discrete ? certain(takenFor(app, field), n) : field, n, side, rows);
    return pens.draw_frontiers(contour, frame, theme, field, n, side, rows);
  }
  const scores = n > 2 ? field : scoresOf(app, field, fields);
  const t = n === 2 ? thresholdOf(view) : 0.5;
  const shown = discrete ? scores.map((p) => Number(p >= t)) : scores;
  pens.draw_boundary(ground, theme, shown, side, rows, 0, 1);
  // The pen draws the line at one half: the odds are taken over those of the threshold.
  const moved = t === 0.5 ? scores : scores.map((p) => (p * (1 - t)) / (p * (1 - t) + (1 - p) * t));
  pens.draw_contour(contour, frame, theme, moved, side, rows);
}

/**
 * Values by equal parts of their range, each part in one shade.
 * @param {Float64Array} values
 * @param {[number, number]} range
 */
function inSteps(values, [low, high]) {
  return values.map((value) => {
    const part = Math.floor((STEPS * (value - low)) / (high - low));
    return low + (Math.min(STEPS - 1, Math.max(0, part)) / (STEPS - 1)) * (high - low);
  });
}

/**
 * The probabilities of a network that has no doubt.
 * @param {Float64Array} taken the class of each place
 * @param {number} n classes
 */
function certain(taken, n) {
  return Float64Array.from({ length: n * taken.length }, (_, i) =>
    Number(taken[i % taken.length] === Math.floor(i / taken.length)),
  );
}

/**
 * @param {App} app
 * @param {HTMLCanvasElement} contour
 * @param {Frame} frame
 * @param {Picture} picture
 */
function paintCurve({ pens, theme, session }, contour, frame, { field, side }) {
  const [x0, x1] = session.description?.extent ?? [0, 1];
  const x = Float64Array.from({ length: side }, (_, i) => x0 + ((i + 0.5) / side) * (x1 - x0));
  pens.draw_curves(contour, frame, theme, [{ x, y: field, color: theme.accent, dashed: false }]);
}

/** What the canvases of points show. @type {WeakMap<HTMLCanvasElement, unknown[]>} */
const shownOn = new WeakMap();

/**
 * The points, and over them, with a ring, those that are taken for another class; none over the picture of a
 * hidden neuron's curve, whose axis is another one.
 * @param {App} app
 * @param {Record<"points" | "rings", HTMLCanvasElement>} canvases
 * @param {Frame} frame
 * @param {Picture} picture
 */
export function paintPoints(app, { points, rings }, frame, { probability }) {
  const { pens, theme, session, view } = app;
  const { data: given } = /** @type {Description} */ (session.description);
  const own = view.pencil?.points;
  const data = own ? { ...given, ...columnsOf(own), test: new Float64Array() } : given;
  const hidden = hiddenLayer(app) >= 0;
  const curve = isCurve(given);
  const x = curve ? Float64Array.of(...data.x.subarray(0, data.m), ...data.y) : data.x;
  const shown = !(curve && hidden);
  const none = new Float64Array();
  const taken = own || hidden || data.n_classes === 0 ? none : takenFor(app, probability);
  const wrong = [...taken.keys()].filter((i) => taken[i] !== data.y[i]);
  const range = rangeOfValues(given);
  const held = [JSON.stringify(frame), theme, given, own, shown];
  if (isNew(points, held))
    pens.draw_samples(points, frame, theme, shown ? x : none, shown ? data.y : none, data.n_classes, none, data.test, ...range);
  if (!isNew(rings, [...held, wrong.join()])) return;
  const tested = new Set(data.test);
  const some = (/** @type {Float64Array} */ all, from = 0) => wrong.map((i) => all[from + i] ?? 0);
  pens.draw_samples(
    rings,
    frame,
    theme,
    Float64Array.of(...some(x), ...some(x, data.m)),
    Float64Array.from(some(data.y)),
    data.n_classes,
    Float64Array.from(some(taken)),
    Float64Array.from([...wrong.keys()].filter((k) => tested.has(wrong[k] ?? -1))),
    ...range,
  );
}

/**
 * Whether a canvas is to show something else than what was asked for last. While a network learns, its points
 * stay, and most often the same of them are taken for another class.
 * @param {HTMLCanvasElement} canvas
 * @param {unknown[]} wanted
 */
function isNew(canvas, wanted) {
  const now = [canvas.width, canvas.height, ...wanted];
  if (shownOn.get(canvas)?.every((one, i) => one === now[i])) return false;
  shownOn.set(canvas, now);
  return true;
}

/** @param {import("./draw.js").Sample[]} samples */
function columnsOf(samples) {
  const column = (/** @type {0 | 1} */ i) => samples.map(({ x }) => x[i]);
  const y = Float64Array.from(samples, (sample) => sample.y);
  return { x: Float64Array.of(...column(0), ...column(1)), y, m: samples.length };
}

/**
 * Answers of a network for two classes as numbers from 0, class 0, to 1.
 * @param {App} app
 * @param {Float64Array} answers `[n_out, m]`
 * @param {number} [rows] of them, where it is not one for each output
 */
export function scoresOf({ session }, answers, rows) {
  const { experiment } = /** @type {Description} */ (session.description);
  const { output } = experiment;
  const n = rows ?? outputsOf(experiment);
  const own = n === 2 ? answers.subarray(answers.length / 2) : answers;
  if (output !== 'tanh' && output !== 'identity') return own;
  return own.map((score) => Math.min(1, Math.max(0, (score + 1) / 2)));
}

/**
 * The class that each point is taken for.
 * @param {App} app
 * @param {Float64Array} answers `[n_out, m]`
 */
export function takenFor(app, answers) {
  const { data } = /** @type {Description} */ (app.session.description);
  const n = data.n_classes;
  const threshold = thresholdOf(app.view);
  if (n <= 2) return scoresOf(app, answers).map((score) => Number(score >= threshold));
  const m = answers.length / n;
  return Float64Array.from({ length: m }, (_, i) => {
    let best = 0;
    for (let k = 1; k < n; k += 1)
      if ((answers[k * m + i] ?? 0) > (answers[best * m + i] ?? 0)) best = k;
    return best;
  });
}

/**
 * What the network answers at a point, in words.
 * @param {App} app
 * @param {number[]} point
 * @param {Float64Array} answers `[n_out, 1]`
 */
export function reading(app, point, answers) {
  const { words, session } = app;
  const description = /** @type {Description} */ (session.description);
  const { data } = description;
  const [x1, x2] = point.map((x) => words.fixed(x, 2));
  const place = { x1: x1 ?? '', x2: x2 ?? '' };
  const value = answers[0] ?? NaN;
  if (isCurve(data)) return words.t('probe.curve', { ...place, value: words.fixed(value, 3) });
  if (data.n_classes === 0) return words.t('probe.value', { ...place, value: words.fixed(value, 3) });
  if (data.n_classes === 2) {
    const p = scoresOf(app, answers)[0] ?? NaN;
    const known = flatten(description.experiment).output === 'sigmoid' ? 'probe.two' : 'probe.score';
    return words.t(known, { ...place, p: words.fixed(p, 3), one: className(app, 1), name: className(app, p >= thresholdOf(app.view) ? 1 : 0) });
  }
  const best = takenFor(app, answers)[0] ?? 0;
  const shares = [...answers].map((p, i) => `${className(app, i)} ${words.fixed(p, 2)}`).join(words.t('and'));
  return words.t('probe.many', { ...place, shares, name: className(app, best) });
}

/**
 * The mark of a class as the picture draws it.
 * @param {App} app
 * @param {number} i
 */
export function mark({ pens, theme }, i) {
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const scale = globalThis.devicePixelRatio || 1;
  canvas.width = canvas.height = Math.round(16 * scale);
  const none = new Float64Array();
  pens.draw_samples(canvas, bare([-1, 1], [-1, 1], 0, scale * 1.3), theme, Float64Array.of(0, 0), Float64Array.of(i), 6, none, none, 0, 1);
  return canvas;
}

/**
 * The frame of a picture without axes.
 * @param {[number, number]} x
 * @param {[number, number]} y
 * @param {number} margin
 * @param {number} scale
 * @returns {import("./pkg/neurone.js").Frame}
 */
export function bare(x, y, margin, scale) {
  return { x, y, margin: [margin, margin, margin, margin], scale, font_size: 10, decimal_comma: false, x_label: '', y_label: '' };
}
