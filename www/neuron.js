// @ts-check
// The equation of a network without hidden layers, in letters and with its numbers.

import { h, math } from './dom.js';
import { formula, mi, minus, mn, mo, plus, row, sub } from './formula.js';
import { OUTPUTS } from './laws.js';
import { offsets } from './layout.js';
import { layersOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Experiment} Experiment
 */

/** An equation that may break between its terms. */
const long = (/** @type {Node[]} */ ...terms) => h('span', { class: 'long' }, ...terms);

/** Features as mathematics. @type {Record<string, () => Node>} */
const FEATURES = {
  x1: () => sub(mi('x'), mn('1')),
  x2: () => sub(mi('x'), mn('2')),
  x1_squared: () => math('msubsup', mi('x'), mn('1'), mn('2')),
  x2_squared: () => math('msubsup', mi('x'), mn('2'), mn('2')),
  x1_x2: () => row(sub(mi('x'), mn('1')), sub(mi('x'), mn('2'))),
  sin_x1: () => row(mi('sin'), sub(mi('x'), mn('1'))),
  sin_x2: () => row(mi('sin'), sub(mi('x'), mn('2'))),
};

/**
 * What the output makes of Z. @param {App} app @param {Experiment} experiment @param {() => Node} z
 */
const answer = ({ words }, { output }, z) => OUTPUTS[output]?.value(z, words) ?? [];

/**
 * Z = w1 x1 + w2 x2 + b with its numbers, for each output of a network without hidden layers, and A of it.
 * @param {App} app
 * @param {Experiment} experiment
 * @param {Float64Array} parameters
 * @param {number} digits
 */
export function neuronEquation(app, experiment, parameters, digits) {
  const { hidden, features } = experiment;
  if (hidden.length > 0) return null;
  const n = features.length;
  const outputs = parameters.length / (n + 1);
  const z = (/** @type {number | string} */ k) => (outputs > 1 ? sub(mi('Z'), mn(String(k))) : mi('Z'));
  const sums = Array.from({ length: outputs }, (_, k) => {
    const own = [...parameters.slice(k * n, (k + 1) * n), parameters[outputs * n + k] ?? 0];
    const terms = own.map((value, i) => {
      const name = features[i];
      const sign = i === 0 && value >= 0 ? null : value < 0 ? minus(i > 0) : plus();
      return formula(sign, mn(app.words.fixed(Math.abs(value), digits)), name ? FEATURES[name]?.() : null);
    });
    return long(formula(z(k + 1), mo('=')), ...terms);
  });
  const a = outputs > 1 ? sub(mi('A'), mi('k')) : mi('A');
  return h('div', { class: 'sums' }, ...sums, formula(a, mo('='), ...answer(app, experiment, () => mi('Z'))));
}

/** Inputs of a neuron that are written out; of more, the first ones and the last. */
const TERMS = 8;

/** Entry `i`, from 0, of what layer `l` makes. @param {string} name @param {number} l @param {number} i */
const entry = (name, l, i) =>
  math('msubsup', mi(name), mn(String(i + 1)), row(mo('['), mn(String(l)), mo(']')));

/**
 * The sum of the neuron that is looked at, else of the (first) one of the output, with its numbers.
 * @param {App} app
 * @param {Experiment} experiment
 * @param {Float64Array} parameters
 * @param {number} digits
 */
export function lookedEquation({ words, view }, experiment, parameters, digits) {
  const { hidden, features } = experiment;
  const places = offsets(layersOf(experiment));
  let at = view.neuron ?? hidden.reduce((sum, size) => sum + size, 0);
  const l = places.findIndex(({ rows }) => at < rows || ((at -= rows), false));
  const place = places[l];
  if (!place) return null;
  const { columns, weights, biases } = place;
  const term = (/** @type {number} */ value, /** @type {number} */ i, /** @type {import("./dom.js").Child} */ input) => {
    const sign = i === 0 && value >= 0 ? null : value < 0 ? minus(i > 0) : plus();
    return formula(sign, mn(words.fixed(Math.abs(value), digits)), input);
  };
  const terms = Array.from({ length: columns }, (_, i) => {
    const left = columns > TERMS && i >= TERMS - 2 && i < columns - 1;
    if (left) return i === TERMS - 2 ? formula(plus(), mo('⋯')) : null;
    const value = parameters[weights + at * columns + i] ?? NaN;
    return term(value, i, l === 0 ? FEATURES[features[i] ?? '']?.() : entry('A', l, i));
  });
  return long(
    formula(entry('Z', l + 1, at), mo('=')),
    ...terms.filter((one) => one !== null),
    term(parameters[biases + at] ?? NaN, columns, null),
  );
}

/**
 * One neuron in letters: A = σ(w1 x1 + ... + b); of several outputs, A of the matrix Z.
 * @param {App} app
 * @param {Experiment} experiment
 * @param {number} outputs
 */
export function neuronModel(app, experiment, outputs) {
  const { hidden, features } = experiment;
  if (hidden.length > 0) return null;
  if (outputs > 1) {
    const z = formula(mi('Z'), mo('='), mi('W'), mi('X'), plus(), mi('b'));
    return h('span', { class: 'sums' }, z, formula(sub(mi('A'), mi('k')), mo('='), ...answer(app, experiment, () => mi('Z'))));
  }
  const terms = features.map((name, i) => row(sub(mi('w'), mn(String(i + 1))), FEATURES[name]?.(), plus()));
  return formula(mi('A'), mo('='), ...answer(app, experiment, () => row(...terms, mi('b'))));
}

/**
 * The frontier of one neuron that is given the two coordinates: x2 = −(w1 x1 + b) / w2.
 * @param {App} app
 * @param {Experiment} experiment
 * @param {Float64Array} parameters
 * @param {number} digits
 */
export function line({ words, session }, { hidden, features }, parameters, digits) {
  if (hidden.length > 0 || features.join() !== 'x1,x2' || session.description?.data.n_classes !== 2) return null;
  const [w1 = 0, w2 = 1, b = 0] = parameters;
  const [slope, height] = [-w1 / w2, -b / w2];
  if (parameters.length > 3 || !Number.isFinite(slope) || !Number.isFinite(height)) return null;
  const [x1, x2] = [FEATURES['x1'], FEATURES['x2']];
  return formula(
    x2?.(),
    mo('='),
    slope < 0 ? minus(false) : null,
    mn(words.fixed(Math.abs(slope), digits)),
    x1?.(),
    height < 0 ? minus() : plus(),
    mn(words.fixed(Math.abs(height), digits)),
  );
}

/** x2 = −(w1 x1 + b) / w2 */
export function frontier() {
  const [w1, w2] = [sub(mi('w'), mn('1')), sub(mi('w'), mn('2'))];
  return formula(
    FEATURES['x2']?.(),
    mo('='),
    minus(false),
    math('mfrac', row(w1, FEATURES['x1']?.(), plus(), mi('b')), w2),
  );
}
