// @ts-check
// Where the neurons of a network stand. A layer of up to ten is a column of pictures; a larger one
// is a mosaic of small ones.

/** Neurons that a column shows one by one. */
export const MOST = 10;

/**
 * @typedef {object} Column
 * @property {number} x centre
 * @property {number} cell side of a neuron's picture
 * @property {number} pitch from one neuron to the next
 * @property {number} across neurons side by side
 * @property {boolean} mosaic
 * @property {{ x: number, y: number }[]} neurons centres
 */

/**
 * @param {number[]} sizes neurons of each layer, inputs first
 * @param {number} width CSS pixels
 * @param {number} height CSS pixels
 * @returns {Column[]}
 */
export function layout(sizes, width, height) {
  const gap = width / sizes.length;
  const tallest = Math.max(...sizes.filter((size) => size <= MOST));
  const cell = Math.round(Math.min(84, gap * 0.6, height / tallest - 8));
  return sizes.map((size, i) => {
    const x = gap * (i + 0.5);
    const [across, pitch] =
      size > MOST ? mosaic(size, gap * 0.66, height) : [1, Math.min(cell * 1.45, height / size)];
    const down = Math.ceil(size / across);
    const neurons = Array.from({ length: size }, (_, k) => ({
      x: x + ((k % across) - (across - 1) / 2) * pitch,
      y: height / 2 + (Math.floor(k / across) - (down - 1) / 2) * pitch,
    }));
    return { x, cell: size > MOST ? pitch : cell, pitch, across, mosaic: size > MOST, neurons };
  });
}

/**
 * The widest tiles that fit.
 * @param {number} size
 * @param {number} width
 * @param {number} height
 * @returns {[number, number]} neurons side by side and their pitch
 */
function mosaic(size, width, height) {
  let best = /** @type {[number, number]} */ ([1, 0]);
  let worth = 0;
  for (let across = 2; across <= size; across += 1) {
    const pitch = Math.floor(Math.min(width / across, (0.9 * height) / Math.ceil(size / across), 30));
    // Full rows are worth a little of the size.
    const even = size % across === 0 ? 1.2 : 1;
    if (pitch * even > worth) [best, worth] = [[across, pitch], pitch * even];
  }
  return best;
}

/**
 * Small pictures side by side in one, with a gap of one cell between them.
 * @param {Float64Array[]} tiles `side` by `side` each
 * @param {number} side
 * @param {number} across
 * @param {number} gap value between the tiles
 */
export function tiled(tiles, side, across, gap) {
  const pitch = side + 1;
  const columns = across * pitch - 1;
  const rows = Math.ceil(tiles.length / across) * pitch - 1;
  const values = new Float64Array(columns * rows).fill(gap);
  tiles.forEach((tile, k) => {
    const [left, top] = [(k % across) * pitch, Math.floor(k / across) * pitch];
    for (let row = 0; row < side; row += 1)
      values.set(tile.subarray(row * side, (row + 1) * side), (top + row) * columns + left);
  });
  return { values, columns, rows };
}

/**
 * Where the weights and the biases of each layer stand among the parameters.
 * @param {number[]} sizes neurons of each layer, inputs first
 */
export function offsets(sizes) {
  let at = 0;
  return sizes.slice(1).map((rows, l) => {
    const columns = sizes[l] ?? 0;
    const weights = at;
    const biases = at + rows * columns;
    at = biases + rows;
    return { rows, columns, weights, biases };
  });
}
