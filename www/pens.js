// @ts-check
// The drawing functions of the module. What a canvas shows is remembered, to be drawn again as vectors.

/** @typedef {import("./wasm.js").Module} Module */

/** The functions that draw lines and shapes; each clears its canvas first. */
const DRAWN = /** @type {const} */ ([
  'draw_axes',
  'draw_samples',
  'draw_frontiers',
  'draw_contour',
  'draw_curves',
  'draw_bands',
  'draw_activations',
]);

/** What was drawn on a canvas last. @type {WeakMap<HTMLCanvasElement, (target: any) => void>} */
const last = new WeakMap();
/** @type {WeakMap<Module, Module>} */
const known = new WeakMap();

/** @param {Module} module @returns {Module} */
export function pensOf(module) {
  const pens = known.get(module) ?? { ...module, ...Object.fromEntries(DRAWN.map((name) => [name, remembering(module[name])])) };
  known.set(module, pens);
  return pens;
}

/** @param {(target: any, ...rest: any[]) => void} draw */
function remembering(draw) {
  return (/** @type {HTMLCanvasElement} */ canvas, /** @type {any[]} */ ...rest) => {
    last.set(canvas, (target) => draw(target, ...rest));
    draw(canvas, ...rest);
  };
}

/**
 * What a canvas shows as the root of an SVG document; `null` for a picture made of pixels.
 * @param {HTMLCanvasElement} canvas
 */
export function vectorsOf(canvas) {
  const again = last.get(canvas);
  if (!again) return null;
  const sheet = { width: canvas.width, height: canvas.height, svg: '' };
  again(sheet);
  return new DOMParser().parseFromString(sheet.svg, 'image/svg+xml').documentElement;
}
