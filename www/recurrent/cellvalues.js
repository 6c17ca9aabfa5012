// @ts-check
// The numbers that a cell works with at one step: what flows along each line, and what a gate adds up. No DOM.

/**
 * @typedef {import("../pkg/neurone.js").Passage} Passage
 * @typedef {import("../pkg/neurone.js").SequencesInfo} SequencesInfo
 * @typedef {import("../state.js").Through} Through
 */

/**
 * @typedef {object} Moment one step of one cell
 * @property {number} t
 * @property {number} layer
 * @property {number} unit
 * @property {Float64Array} x all that the layer is given
 * @property {Float64Array} hBefore h of all cells of the layer one step before
 * @property {Record<string, Float64Array>} all by name: gates, c and h of all cells
 * @property {Record<string, number>} values by name: what flows along the lines
 * @property {number} most the largest |c| of the cell along the sequence, at least 1
 */

/**
 * What is looked at, within what there is.
 * @param {Passage} passage
 * @param {Pick<SequencesInfo, "inputs">} sequences
 * @param {Pick<Through, "t" | "layer" | "unit">} through
 * @param {string} cell
 * @returns {Moment}
 */
export function momentOf(passage, { inputs }, through, cell) {
  const t = within(through.t, passage.n_steps);
  const layer = within(through.layer, passage.layers.length);
  const rows = passage.layers[layer] ?? [];
  const n = (rows[0]?.values.length ?? 0) / passage.n_steps;
  const unit = within(through.unit, n);
  const at = (/** @type {Float64Array} */ values, /** @type {number} */ t, /** @type {number} */ n) =>
    values.subarray(t * n, (t + 1) * n);
  const below = passage.layers[layer - 1]?.find(({ name }) => name === 'h')?.values;
  const before = (/** @type {string} */ name) => {
    const row = rows.find((one) => one.name === name);
    return row && t > 0 ? at(row.values, t - 1, n) : new Float64Array(n);
  };
  const all = Object.fromEntries(rows.map(({ name, values }) => [name, at(values, t, n)]));
  const hBefore = before('h');
  const own = Object.fromEntries(Object.entries(all).map(([name, values]) => [name, values[unit] ?? 0]));
  const memory = rows.find(({ name }) => name === 'c')?.values ?? new Float64Array();
  const most = memory.reduce((most, c, k) => (k % n === unit ? Math.max(most, Math.abs(c)) : most), 1);
  const x = below ? at(below, t, n) : at(passage.x, t, inputs.length);
  const states = {
    x: x.length === 1 ? (x[0] ?? 0) : NaN,
    h_before: hBefore[unit] ?? 0,
    c_before: before('c')[unit] ?? 0,
  };
  const values = { ...states, ...own };
  return { t, layer, unit, x, hBefore, all, values: { ...values, ...products(values, cell) }, most };
}

/**
 * What the pointwise operations give on the way.
 * @param {Record<string, number>} values
 * @param {string} cell
 * @returns {Record<string, number>}
 */
function products({ f = 1, i = 1, g = 0, o = 1, c = 0, z = 0, n = 0, c_before = 0, h_before = 0 }, cell) {
  if (cell.startsWith('gru')) return { kept: z * h_before, opposite: 1 - z, fresh: (1 - z) * n };
  return { kept: f * c_before, let_in: (cell === 'lstm_printed' ? o : i) * g, squashed: Math.tanh(c) };
}

/**
 * How full a line is, from -1 to 1, for its colour.
 * @param {Moment} moment
 * @param {string} name
 */
export function fullness({ values, most }, name) {
  const value = values[name] ?? NaN;
  return ['c', 'c_before', 'kept', 'let_in'].includes(name) ? value / most : Math.max(-1, Math.min(1, value));
}

/**
 * The parts of the sum that goes into a gate, as the thesis writes it.
 * @param {string} gate
 * @param {Moment} moment
 * @param {SequencesInfo["matrices"]} matrices
 * @param {Float64Array} parameters
 * @param {string} cell
 * @returns {{ recurrent: number, input: number, bias: number, inner: number, sum: number }} `inner`: the
 *   second bias of the GRU's candidate; `sum`: what goes into the activation
 */
export function termsOf(gate, { layer, unit, x, hBefore, all, values }, matrices, parameters, cell) {
  const row = (/** @type {string} */ name) => {
    const matrix = matrices.find((one) => one.name === name && one.layer === layer);
    if (!matrix) return null;
    const start = matrix.offset + unit * matrix.columns;
    return parameters.subarray(start, start + matrix.columns);
  };
  const letter = letterOf(gate);
  const h = cell === 'gru_cho' && gate === 'n' ? hBefore.map((h, k) => h * (all.r?.[k] ?? 1)) : hBefore;
  const recurrent = dot(row(`W_h${letter}`), h);
  const input = dot(row(`W_x${letter}`), x);
  const bias = row(`b_${letter}`)?.[0] ?? 0;
  const inner = (gate === 'n' && row('b_hn')?.[0]) || 0;
  const scale = gate === 'n' && cell === 'gru' ? (values.r ?? 1) : 1;
  return { recurrent, input, bias, inner, sum: scale * (recurrent + inner) + input + bias };
}

/** How the thesis marks the matrices of a gate: those of the candidate belong to h. @param {string} gate */
export const letterOf = (gate) => (gate === 'g' ? 'h' : gate);

/** @param {Float64Array | null} a @param {Float64Array} b */
const dot = (a, b) => (a ? a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0) : 0);

/** @param {number} k @param {number} n */
const within = (k, n) => Math.max(0, Math.min(k, n - 1));
