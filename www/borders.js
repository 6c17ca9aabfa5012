// @ts-check
// The straight lines that part the classes in the space of the last hidden layer.

import { offsets } from './layout.js';
import { layersOf } from './state.js';

/** @typedef {import("./warped.js").Bent} Bent */
/** @typedef {import("./warped.js").Window} Window */
/** @typedef {{ u: number, v: number, c: number }} Side where `u a + v b + c` is at least 0; its edge is a line */
/**
 * @typedef {Side & { classes: [number, number], within: Side[], exact: boolean }} Border a line between two
 *   classes, as far as no third one is more probable
 */

/** The sum of a neuron that says nothing. @type {Side} */
const NOTHING = { u: 0, v: 0, c: 0 };

/**
 * The straight lines between the classes in the last hidden layer, its neurons but two held at their mean
 * over the points.
 * @param {import("./state.js").App} app
 * @param {Bent} bent
 * @param {[number, number]} neurons
 * @returns {Border[]}
 */
export function borders({ session }, { layer, plane, values }, [i, j]) {
  const { description, picture } = session;
  if (!description || !picture) return [];
  const { experiment, data } = description;
  const last = offsets(layersOf(experiment)).at(-1);
  if (!last || layer !== experiment.hidden.length || data.n_classes < 2 || last.columns < 2 || i === j) return [];
  const n = plane.length / 2;
  const means = Array.from({ length: last.columns }, (_, k) => {
    const row = values.subarray(k * n + n - data.m, (k + 1) * n);
    return k === i || k === j ? 0 : row.reduce((a, b) => a + b, 0) / data.m;
  });
  const sums = Array.from({ length: last.rows }, (_, k) => {
    const weight = (/** @type {number} */ at) => picture.parameters[last.weights + k * last.columns + at] ?? 0;
    const held = means.reduce((sum, mean, at) => sum + weight(at) * mean, 0);
    return { u: weight(i), v: weight(j), c: held + (picture.parameters[last.biases + k] ?? 0) };
  });
  // A single output neuron speaks for class 1, against nothing.
  const all = last.rows > 1 ? sums : [NOTHING, ...sums];
  return pairs(all.length)
    .map(([p, q]) => {
      const others = all.filter((_, r) => r !== p && r !== q);
      return {
        ...minus(all[q], all[p]),
        classes: /** @type {[number, number]} */ ([p, q]),
        within: others.map((other) => minus(all[p], other)),
        exact: last.columns === 2,
      };
    })
    .filter((border) => clipped(border, border.within));
}

/** Every two of `n`, the smaller first. @param {number} n @returns {[number, number][]} */
function pairs(n) {
  return Array.from({ length: n }, (_, p) =>
    Array.from({ length: n - p - 1 }, (__, k) => /** @type {[number, number]} */ ([p, p + k + 1])),
  ).flat();
}

/**
 * Where one sum is at least another.
 * @param {Side | undefined} a
 * @param {Side | undefined} b
 * @returns {Side}
 */
function minus({ u, v, c } = NOTHING, { u: u2, v: v2, c: c2 } = NOTHING) {
  return { u: u - u2, v: v - v2, c: c - c2 };
}

/**
 * The part of a line that lies on all those sides: the lengths along it, from its point nearest to the
 * origin in the direction (-v, u), at which it begins and ends.
 * @param {Side} line
 * @param {Side[]} sides
 * @returns {[number, number] | null} `null` where there is none
 */
export function clipped({ u, v, c }, sides) {
  const square = u * u + v * v;
  let [from, to] = square > 0 ? [-Infinity, Infinity] : [0, 0];
  for (const side of sides) {
    const rise = side.v * u - side.u * v;
    const base = side.c - (c * (side.u * u + side.v * v)) / square;
    if (rise > 0) from = Math.max(from, -base / rise);
    else if (rise < 0) to = Math.min(to, -base / rise);
    else if (base < 0) return null;
  }
  return from < to ? [from, to] : null;
}

/**
 * What a window shows of a border.
 * @param {Border} border
 * @param {Window} window
 * @param {string} color
 */
export function across({ u, v, c, within, exact }, [x0, x1, y0, y1], color) {
  const edges = [
    { u: 1, v: 0, c: -x0 },
    { u: -1, v: 0, c: x1 },
    { u: 0, v: 1, c: -y0 },
    { u: 0, v: -1, c: y1 },
  ];
  const shown = clipped({ u, v, c }, [...within, ...edges]);
  if (!shown) return [];
  const square = u * u + v * v;
  const row = (/** @type {number} */ base, /** @type {number} */ along) =>
    Float64Array.from(shown, (t) => (-c * base) / square + t * along);
  return [{ x: row(u, -v), y: row(v, u), color, dashed: !exact }];
}
