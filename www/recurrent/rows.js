// @ts-check
// What a passage shows, as numbers: strips of units by time, answers, symbols. Nothing here draws.

import { largest } from '../state.js';

/**
 * @typedef {import("../pkg/neurone.js").Passage} Passage
 * @typedef {import("../pkg/neurone.js").SequencesInfo} SequencesInfo
 */

/**
 * @typedef {object} Strip
 * @property {string} name `x`, a gate, `c`, `h`, `output` or `target`
 * @property {number} rows
 * @property {string[]} marks of the rows, where they have any
 * @property {boolean} units whether its rows are the cells of a layer
 * @property {Float64Array} values `[rows, n_steps]`; NaN where nothing is answered
 * @property {number} low the value at the low end of the colour scale
 * @property {number} high
 */

/** What a cell can have inside, from what it reads to what it gives out. */
const INSIDE = ['z', 'r', 'n', 'i', 'f', 'o', 'g', 'c', 'h'];

/**
 * All strips of a passage, from the input to the target.
 * @param {Passage} passage
 * @param {SequencesInfo} info
 * @param {number} layer
 * @returns {Strip[]}
 */
export function stripsOf(passage, info, layer) {
  const { n_steps } = passage;
  const rank = (/** @type {{ name: string }} */ { name }) => INSIDE.indexOf(name);
  const inside = (passage.layers[layer] ?? []).toSorted((a, b) => rank(a) - rank(b)).map(({ name, values }) => {
    const rows = values.length / n_steps;
    // All else lies from -1 to 1, or from 0.
    const most = name === 'c' ? Math.max(1, roundUp(largest(values))) : 1;
    return { name, rows, marks: [], units: true, values: transposed(values, n_steps, rows), low: -most, high: most };
  });
  const x = strip('x', passage.x, passage.x.length / n_steps, n_steps, info.inputs);
  const most = info.one_hot ? 1 : roundUp(largest(passage.x));
  const whole = info.content === 'text' ? [] : [{ ...x, low: -most, high: most }];
  return [...whole, ...inside, ...answers(passage, info)];
}

/**
 * @param {Passage} passage
 * @param {SequencesInfo} info
 * @returns {Strip[]}
 */
function answers({ y, output, n_steps }, { n_out, classes, content }) {
  const values = classes.length === 0;
  const most = values ? roundUp(largest(y)) : 1;
  // One number for two classes has its middle at one half; a share of many begins at nothing.
  const low = !values && n_out === 1 ? 0 : -most;
  const marks = n_out > 1 ? classes : [];
  const wanted = n_out > 1 ? Float64Array.from({ length: y.length * n_out }, (_, i) => Number(y[Math.floor(i / n_out)] === i % n_out)) : y;
  const both = [strip('output', output, n_out, n_steps, marks), strip('target', wanted, n_out, n_steps, marks)];
  return (content === 'text' ? both.slice(0, 1) : both).map((one) => ({ ...one, low, high: most }));
}

/**
 * @param {string} name
 * @param {Float64Array} values `[steps, rows]`, of the last steps
 * @param {number} rows
 * @param {number} n_steps
 * @param {string[]} marks
 */
function strip(name, values, rows, n_steps, marks) {
  const all = new Float64Array(n_steps * rows).fill(NaN);
  all.set(values, all.length - values.length);
  return { name, rows, marks, units: false, values: transposed(all, n_steps, rows), low: -1, high: 1 };
}

/**
 * `[steps, rows]` as `[rows, steps]`.
 * @param {Float64Array} values
 * @param {number} n_steps
 * @param {number} rows
 */
export function transposed(values, n_steps, rows) {
  const out = new Float64Array(values.length);
  for (let t = 0; t < n_steps; t += 1) {
    for (let row = 0; row < rows; row += 1) out[row * n_steps + t] = values[t * rows + row] ?? NaN;
  }
  return out;
}

/** The first of 1, 2, 5, 10, 20, ... that is not below a positive value. @param {number} value */
export function roundUp(value) {
  const k = Math.floor(Math.log10(value));
  const steps = [1, 2, 5, 10].map((step) => Number(`${step}e${k}`));
  return steps.find((step) => step >= value) ?? value;
}

/** The place of the largest. @param {ArrayLike<number>} values */
export function best(values) {
  let at = 0;
  for (let i = 1; i < values.length; i += 1) if ((values[i] ?? -Infinity) > (values[at] ?? -Infinity)) at = i;
  return at;
}

/**
 * The symbol that is read at each step, as it can be printed; none where numbers are read.
 * @param {Passage} passage
 * @param {SequencesInfo} info
 */
export function symbolsOf({ x, n_steps }, { inputs, one_hot }) {
  if (!one_hot) return [];
  const n = inputs.length;
  return Array.from({ length: n_steps }, (_, t) => printed(inputs[best(x.subarray(t * n, (t + 1) * n))] ?? ''));
}

/** Characters that are seen as signs. */
const SIGNS = new Map([['\n', '↵'], [' ', '␣']]);
/** A character of a text, seen. @param {string} symbol */
export const printed = (symbol) => SIGNS.get(symbol) ?? symbol;

/**
 * @typedef {object} Answer
 * @property {number} t
 * @property {number} given a class, or a value
 * @property {number} wanted
 * @property {number} share what the given class has; NaN for values
 * @property {number} foreseen what the wanted class has; NaN for values
 * @property {boolean} counted whether the measure looks at it
 */

/**
 * What is answered, step by step.
 * @param {Passage} passage
 * @param {SequencesInfo} info
 * @param {string} output the activation that the answers come from
 * @returns {Answer[]}
 */
export function answersOf({ y, output: values, counted, n_steps }, { n_out, classes }, output) {
  return Array.from(y, (wanted, i) => {
    const row = values.subarray(i * n_out, (i + 1) * n_out);
    const base = { t: n_steps - y.length + i, wanted, counted: counted[i] === 1 };
    const first = row[0] ?? NaN;
    if (classes.length === 0) return { ...base, given: first, share: NaN, foreseen: NaN };
    if (n_out > 1) {
      const given = best(row);
      return { ...base, given, share: row[given] ?? NaN, foreseen: row[wanted] ?? NaN };
    }
    const p = output === 'tanh' || output === 'identity' ? Math.min(1, Math.max(0, (first + 1) / 2)) : first;
    const given = Number(p >= 0.5);
    return { ...base, given, share: given ? p : 1 - p, foreseen: wanted === 1 ? p : 1 - p };
  });
}
