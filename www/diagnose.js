// @ts-check
// What goes wrong in a training, with the number that shows it: codes and values, no words.

/**
 * @typedef {import("./pkg/neurone.js").Flow} Flow
 * @typedef {import("./pkg/neurone.js").History} History
 */

/**
 * @typedef {object} Units a hidden layer as the training points see it
 * @property {string} activation
 * @property {number} n neurons
 * @property {Float64Array} values `[n, m]`, row by row
 */

/**
 * @typedef {object} Evidence
 * @property {Flow[]} flow the first layer first
 * @property {Pick<History, "step" | "loss">} history
 * @property {number} since the iteration of the last change: what came before is another story
 * @property {number} rate
 * @property {Units[]} layers the hidden ones
 * @property {number[]} classes training points of each class; empty where values are predicted
 */

/**
 * @typedef {{ code: "vanishing", of: "W" | "Z", layer: number, last: number, first: number, ratio: number }
 *   | { code: "exploding", layer: number, last: number, first: number, ratio: number }
 *   | { code: "saturated", layer: number, share: number }
 *   | { code: "dead", layer: number, count: number, of: number }
 *   | { code: "rising", low: number, at: number, now: number, rate: number }
 *   | { code: "imbalanced", class: number, count: number, of: number, share: number }} Diagnosis
 */

/** How many times smaller, or larger, the first layer's gradient is than the last one's. */
const FALL = 100;
/** A slope under this share of its largest is flat. */
const FLAT = 0.08;
/** Share of a layer's activations at a flat end. */
const SATURATED = 0.5;
/** What the loss has to rise by, as a share of its lowest and of its first value. */
const RISE = [0.2, 0.05];
/** Iterations recorded before the loss is judged. */
const FEWEST = 5;
/** How many times the smallest class goes into the largest. */
const UNEVEN = 3;

/** The slope of an activation whose value is `a`, as a share of the steepest. @type {Record<string, (a: number) => number>} */
const SLOPES = { sigmoid: (a) => 4 * a * (1 - a), tanh: (a) => 1 - a * a };

/**
 * @param {Evidence} evidence
 * @returns {Diagnosis[]} what is wrong, the gravest first
 */
export function diagnose({ flow, history, since, rate, layers, classes }) {
  return [rising(history, since, rate), fall(flow), saturated(layers), dead(layers), imbalanced(classes)].filter(
    (one) => one !== null,
  );
}

/**
 * Where the output has stopped to learn too, what reaches the layers still tells.
 * @param {Flow[]} flow
 * @returns {Diagnosis | null}
 */
function fall(flow) {
  const layer = flow.length;
  const [first, last] = [flow[0], flow.at(-1)];
  if (layer < 2 || !first || !last || !(first.d_w > 0) || !(last.d_w > 0)) return null;
  const ratio = last.d_w / first.d_w;
  if (ratio > FALL) return { code: 'vanishing', of: 'W', layer, last: last.d_w, first: first.d_w, ratio };
  if (ratio < 1 / FALL) return { code: 'exploding', layer, last: last.d_w, first: first.d_w, ratio: 1 / ratio };
  const reaching = last.d_z / first.d_z;
  return reaching > FALL ? { code: 'vanishing', of: 'Z', layer, last: last.d_z, first: first.d_z, ratio: reaching } : null;
}

/**
 * @param {Units[]} layers
 * @returns {Diagnosis | null} the layer that is hit most
 */
function saturated(layers) {
  const shares = layers.map(({ activation, values }) => {
    const slope = SLOPES[activation];
    return slope ? values.reduce((n, a) => n + (slope(a) < FLAT ? 1 : 0), 0) / Math.max(1, values.length) : 0;
  });
  const share = Math.max(0, ...shares);
  return share > SATURATED ? { code: 'saturated', layer: shares.indexOf(share) + 1, share } : null;
}

/**
 * @param {Units[]} layers
 * @returns {Diagnosis | null} the layer with the largest share of neurons that answer 0 to every point
 */
function dead(layers) {
  const counts = layers.map(({ activation, n, values }) => {
    const m = values.length / n;
    const silent = (/** @type {number} */ i) => values.subarray(i * m, (i + 1) * m).every((a) => a === 0);
    return activation === 'relu' ? Array.from({ length: n }, (_, i) => i).filter(silent).length : 0;
  });
  const share = (/** @type {number} */ l) => (counts[l] ?? 0) / (layers[l]?.n ?? 1);
  const worst = counts.reduce((best, _, l) => (share(l) > share(best) ? l : best), 0);
  const count = counts[worst] ?? 0;
  return count > 0 ? { code: 'dead', layer: worst + 1, count, of: layers[worst]?.n ?? 0 } : null;
}

/**
 * @param {Pick<History, "step" | "loss">} history
 * @param {number} since
 * @param {number} rate
 * @returns {Diagnosis | null}
 */
function rising({ step, loss }, since, rate) {
  const begin = step.findIndex((at) => at >= since);
  if (begin < 0) return null;
  const judged = loss.subarray(begin);
  if (judged.length < FEWEST) return null;
  const low = judged.reduce((a, b) => Math.min(a, b), Infinity);
  // One bad batch is no trend: the mean of the last three.
  const now = judged.subarray(-3).reduce((a, b) => a + b, 0) / 3;
  const [of_low = 0, of_first = 0] = RISE;
  if (now - low <= Math.max(of_low * low, of_first * (judged[0] ?? 0))) return null;
  return { code: 'rising', low, at: step[begin + judged.indexOf(low)] ?? 0, now, rate };
}

/**
 * @param {number[]} classes
 * @returns {Diagnosis | null}
 */
function imbalanced(classes) {
  const [least, most] = [Math.min(...classes), Math.max(...classes)];
  if (classes.length < 2 || most < UNEVEN * least) return null;
  const of = classes.reduce((a, b) => a + b, 0);
  return { code: 'imbalanced', class: classes.indexOf(least), count: least, of, share: most / of };
}

/**
 * Where an experiment was changed last.
 * @param {import("./pkg/neurone.js").Experiment} experiment
 */
export const lastChange = ({ edits }) => edits.at(-1)?.step ?? 0;

/**
 * The training points of each class.
 * @param {import("./pkg/neurone.js").Data} data
 */
export function classCounts({ y, n_classes, test }) {
  const kept = new Set(test);
  const counts = Array.from({ length: n_classes }, () => 0);
  y.forEach((k, i) => {
    if (!kept.has(i) && k in counts) counts[k] = (counts[k] ?? 0) + 1;
  });
  return counts;
}
