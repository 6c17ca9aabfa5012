// @ts-check
// The mathematics of every activation, output, loss and optimizer of the schema, set in MathML; with
// matrices of a layer, element by element, ⊙ being the product.

import { math } from './dom.js';
import { accented, bracket, bracketed, formula, mi, minus, mn, mo, norm, plus, prime, row, sub, sup, text, thin } from './formula.js';

/**
 * @typedef {import("./words.js").Words} Words
 * @typedef {() => Node} Letter
 */

/**
 * @typedef {object} Curve
 * @property {(z: Letter, words: Words) => Node[]} value
 * @property {((z: Letter, a: Letter, words: Words) => Node[]) | null} slope its factors; none where it is 1
 */

const one = () => mn('1');
export const times = () => text('\u2005⊙\u2005');
/** Whole numbers between braces or brackets are told apart from decimals. @param {Words} words */
const and = (words) => text(words.decimalComma ? '\u2005;\u2005' : ',\u2005');
const call = (/** @type {string} */ name, /** @type {Node[]} */ ...inner) => row(mi(name), bracketed(...inner));
/** 1 where it holds, else 0. @param {Node[]} inner */
function where(...inner) {
  const element = sub(one(), row(...inner));
  element.setAttribute('class', 'where');
  return element;
}
const fraction = (/** @type {Node} */ upper, /** @type {Node} */ lower) => math('mfrac', upper, lower);
/** The larger of it and 0. @param {Words} words @param {Node[]} inner */
const positive = (words, ...inner) => call('max', mn('0'), and(words), ...inner);
const above = (/** @type {Node} */ z) => where(z, mo('>'), mn('0'));
/** 1 − part. @param {Node[]} part */
const rest = (...part) => bracketed(one(), minus(), ...part);

/** Hidden layers; their slopes by what the forward pass has left. @type {Record<string, Curve>} */
export const ACTIVATIONS = {
  sigmoid: { value: (z) => [call('σ', z())], slope: (_z, a) => [a(), times(), rest(a())] },
  tanh: { value: (z) => [call('tanh', z())], slope: (_z, a) => [rest(a(), times(), a())] },
  relu: { value: (z, words) => [positive(words, z())], slope: (z) => [above(z())] },
  leaky_relu: {
    value: (z, words) => [call('max', mn(words.digits('0.01')), z(), and(words), z())],
    slope: (z, _a, words) => [
      bracketed(above(z()), plus(), mn(words.digits('0.01')), where(z(), mo('≤'), mn('0'))),
    ],
  },
  gelu: {
    value: (z) => [z(), times(), call('Φ', z())],
    slope: (z) => [bracketed(call('Φ', z()), plus(), z(), times(), call('φ', z()))],
  },
  silu: {
    value: (z) => [z(), times(), call('σ', z())],
    slope: (z) => [
      call('σ', z()),
      times(),
      bracketed(one(), plus(), z(), times(), rest(call('σ', z()))),
    ],
  },
  sine: { value: (z) => [call('sin', z())], slope: (z) => [call('cos', z())] },
  identity: { value: (z) => [z()], slope: null },
};

/** One output of several, of class `k`. @param {Letter} matrix @param {string} k */
const component = (matrix, k) => sub(matrix(), mi(k));
const exponential = (/** @type {Node} */ z) => sup(mi('e'), z);

/** The last layer; a slope only where a loss asks for it. @type {Record<string, Curve>} */
export const OUTPUTS = {
  sigmoid: /** @type {Curve} */ (ACTIVATIONS['sigmoid']),
  softmax: {
    value: (z) => [
      fraction(
        exponential(component(z, 'k')),
        row(math('munder', text('∑'), mi('j')), exponential(component(z, 'j'))),
      ),
    ],
    slope: null,
  },
  tanh: /** @type {Curve} */ (ACTIVATIONS['tanh']),
  identity: /** @type {Curve} */ (ACTIVATIONS['identity']),
  heaviside: { value: (z) => [where(z(), mo('≥'), mn('0'))], slope: null },
};

/** The sum over the points. */
export const sum = () => math('munderover', text('∑'), row(mi('i'), mo('='), one()), mi('m'));
const y = () => mi('Y');

/**
 * @typedef {object} Judge
 * @property {(a: Letter, z: Letter, words: Words) => (Node | null)[]} value of all points; it may break at `null`
 * @property {((a: Letter) => Node[]) | null} slope by the answer, its factors; none where the slope of the
 *   output cancels and A − Y is left of both
 */

const mean = (/** @type {string} */ factor = '') => fraction(one(), factor ? row(mn(factor), mi('m')) : mi('m'));
const logarithm = (/** @type {Node} */ factor, /** @type {Node} */ of) => [factor, thin(), mi('log'), thin(), of];
const difference = (/** @type {Letter} */ a) => bracketed(a(), minus(), y());

/** @type {Record<string, Judge>} */
export const LOSSES = {
  log_loss: {
    value: (a) => [
      minus(false),
      mean(),
      sum(),
      bracket('('),
      ...logarithm(y(), a()),
      null,
      plus(),
      ...logarithm(rest(y()), rest(a())),
      bracket(')'),
    ],
    slope: null,
  },
  cross_entropy: {
    value: (a) => [
      minus(false),
      mean(),
      sum(),
      math('munder', text('∑'), mi('k')),
      ...logarithm(component(y, 'k'), component(a, 'k')),
    ],
    slope: null,
  },
  mse: {
    value: (a) => [mean(), sum(), sup(difference(a), mn('2'))],
    slope: (a) => [mn('2'), difference(a)],
  },
  half_mse: {
    value: (a) => [mean('2'), sum(), sup(difference(a), mn('2'))],
    slope: (a) => [difference(a)],
  },
  hinge: {
    value: (a, _z, words) => [mean(), sum(), positive(words, one(), minus(), y(), a())],
    slope: (a) => [minus(false), y(), times(), where(y(), a(), mo('<'), one())],
  },
  perceptron: {
    value: (_a, z, words) => [mean(), sum(), positive(words, minus(false), y(), z())],
    slope: (a) => [
      minus(false),
      y(),
      times(),
      where(y(), bracketed(mn('2'), a(), minus(), one()), mo('≤'), mn('0')),
    ],
  },
};

/** What the targets of classes are. @param {string} loss @param {string} output @param {Words} words */
export function targets(loss, output, words) {
  const isProbability = loss === 'cross_entropy' || loss === 'log_loss' || output === 'sigmoid';
  const low = isProbability ? [mn('0')] : [minus(false), one()];
  const target = loss === 'cross_entropy' ? component(y, 'k') : y();
  return formula(target, text('\u2005∈\u2005'), bracket('{'), ...low, and(words), one(), bracket('}'));
}

const letter = (/** @type {string} */ name) => () => mi(name);
const alpha = letter('α');
const epsilon = letter('ε');
const rho = letter('ρ');
const mu = letter('μ');
const theta = letter('θ');
const g = letter('g');
const m = letter('m');
const u = letter('u');
const v = letter('v');
const q = letter('q');
const beta = (/** @type {string} */ i) => sub(mi('β'), mn(i));
const root = (/** @type {Node[]} */ ...inner) => math('msqrt', ...inner);
const squared = (/** @type {Letter} */ base) => sup(base(), mn('2'));
const next = (/** @type {Letter} */ base) => prime(base());
const gives = (/** @type {Node} */ left, /** @type {Node[]} */ ...right) => formula(left, mo('='), ...right);
/** θ′ = θ − α step. @param {Node[]} step */
const descent = (...step) => gives(next(theta), theta(), minus(), alpha(), ...step);
/** The sliding mean of a letter. @param {Letter} old @param {Letter} factor @param {Node} added */
const sliding = (old, factor, added) =>
  gives(next(old), factor(), old(), plus(), rest(factor()), added);
const overRoot = (/** @type {Node} */ upper, /** @type {Node} */ square) =>
  fraction(upper, row(root(square), plus(), epsilon()));

/** Moments and their corrections, before the step of Adam and AdamW. */
const adam = () => [
  sliding(m, () => beta('1'), g()),
  sliding(v, () => beta('2'), squared(g)),
  ...[m, v].map((moment, i) =>
    gives(
      accented(moment(), '^'),
      fraction(next(moment), row(one(), minus(), math('msubsup', mi('β'), mn(String(i + 1)), mi('t')))),
    ),
  ),
];
const corrected = () => overRoot(accented(m(), '^'), accented(v(), '^'));

/** From the gradient g of a parameter θ to its new value; PyTorch's definitions. @type {Record<string, () => Element[]>} */
export const RULES = {
  gradient_descent: () => [descent(g())],
  momentum: () => [gives(next(v), mu(), v(), plus(), g()), descent(next(v))],
  nesterov: () => [
    gives(next(v), mu(), v(), plus(), g()),
    descent(bracketed(g(), plus(), mu(), next(v))),
  ],
  rmsprop: () => [sliding(v, rho, squared(g)), descent(overRoot(g(), next(v)))],
  adagrad: () => [gives(next(v), v(), plus(), squared(g)), descent(overRoot(g(), next(v)))],
  adadelta: () => [
    sliding(v, rho, squared(g)),
    gives(q(), fraction(root(u(), plus(), epsilon()), root(next(v), plus(), epsilon())), g()),
    sliding(u, rho, squared(q)),
    descent(q()),
  ],
  adam: () => [...adam(), descent(corrected())],
  adamw: () => [
    ...adam(),
    gives(next(theta), rest(alpha(), mi('λ')), theta(), minus(), alpha(), corrected()),
  ],
};

/** What a norm that is too long makes of the gradients. */
export const clipping = (/** @type {Words} */ words) => [
  gives(mi('k'), mi('min'), row(mo('('), one(), and(words), fraction(mi('c'), norm(row(mi('d'), theta()))), mo(')'))),
  gives(g(), mi('k'), thin(), row(mi('d'), theta())),
];
