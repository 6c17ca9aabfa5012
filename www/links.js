// @ts-check
// The weights of a network: as links, or as pictures of their matrices.

import { h, place as set, svg } from './dom.js';
import { largest } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./layout.js").Column} Column
 * @typedef {ReturnType<typeof import("./layout.js").offsets>[number]} Offsets
 */

/** Shades of a link. */
const SHADES = 64;

/**
 * The weights between two layers: a link each, or, where they are too many, a picture of their matrix.
 * @param {App} app
 * @param {Column | undefined} from
 * @param {Column | undefined} to
 * @param {Offsets} place
 * @param {SVGElement} links
 */
export function joint(app, from, to, { rows, columns, weights }, links) {
  if (!from || !to) return { parts: [], draw: () => {} };
  if (from.mosaic || to.mosaic) return matrix(app, from, to, { rows, columns, weights });
  const paths = Array.from({ length: rows * columns }, (_, i) => {
    const a = from.neurons[i % columns] ?? { x: 0, y: 0 };
    const b = to.neurons[Math.floor(i / columns)] ?? { x: 0, y: 0 };
    const [x0, x1] = [a.x + from.cell / 2, b.x - to.cell / 2];
    const bend = (x1 - x0) * 0.45;
    return svg('path', { d: `M${x0} ${a.y}C${x0 + bend} ${a.y} ${x1 - bend} ${b.y} ${x1} ${b.y}` });
  });
  const hits = paths.map((path, i) =>
    svg('path', { 'class': 'hit', 'd': path.getAttribute('d'), 'data-parameter': weights + i }),
  );
  links.append(...paths, ...hits);
  const shown = paths.map(() => '');
  return {
    parts: [],
    /** @param {Float64Array} parameters */
    draw(parameters) {
      const frozen = new Set(app.session.description?.current.frozen ?? []);
      paths.forEach((path, i) => {
        const weight = parameters[weights + i] ?? 0;
        const [colour, held] = [shade(app, weight), frozen.has(weights + i)];
        const width = Math.min(7, 0.75 + 1.1 * Math.abs(weight)).toFixed(1);
        const now = `${colour} ${width} ${held}`;
        if (now === shown[i]) return;
        shown[i] = now;
        path.classList.toggle('frozen', held);
        path.setAttribute('stroke', colour);
        path.setAttribute('stroke-width', width);
      });
    },
  };
}

/**
 * @param {App} app
 * @param {Column} from
 * @param {Column} to
 * @param {{ rows: number, columns: number, weights: number }} place
 */
function matrix(app, from, to, { rows, columns, weights }) {
  const canvas = h('canvas', {
    'class': 'matrix',
    'title': app.words.t('matrix.hint', { rows, columns }),
    'aria-hidden': 'true',
  });
  const left = from.x + (from.across * from.pitch) / 2;
  const right = to.x - (to.across * to.pitch) / 2;
  const height = Math.min(4 * rows, (Math.ceil(rows / to.across) * to.pitch) / 2);
  set(canvas, {
    '--x': `${(left + right) / 2}px`,
    '--y': `${((to.neurons[0]?.y ?? 0) + (to.neurons.at(-1)?.y ?? 0)) / 2}px`,
    '--width': `${Math.max(8, right - left - 10)}px`,
    '--height': `${Math.max(8, height)}px`,
  });
  return {
    parts: [canvas],
    /** @param {Float64Array} parameters */
    draw(parameters) {
      const values = parameters.subarray(weights, weights + rows * columns);
      const most = largest(values);
      app.pens.draw_boundary(canvas, app.theme, values, columns, rows, -most, most);
    },
  };
}

/**
 * The colour of a weight: small ones stay visible.
 * @param {App} app
 * @param {number} weight
 */
export function shade(app, weight) {
  return tint(app, Math.sign(weight) * Math.min(1, 0.3 + Math.abs(weight) / 3));
}

/**
 * A colour of the scale from the first class' through paper to the second's.
 * @param {App} app
 * @param {number} share from -1 to 1
 */
export function tint({ pens, theme }, share) {
  return palette(pens, theme)[Math.round((SHADES * (1 + share)) / 2)] ?? theme.ink;
}

/** @type {WeakMap<object, string[]>} */
const palettes = new WeakMap();

/**
 * @param {App["pens"]} pens
 * @param {App["theme"]} theme
 */
function palette(pens, theme) {
  const known =
    palettes.get(theme) ?? Array.from({ length: SHADES + 1 }, (_, i) => pens.color_scale(theme, i / SHADES));
  palettes.set(theme, known);
  return known;
}
