// @ts-check
// The equations of the network that is trained, set in MathML, with its numbers where they are few.

import { h, math } from './dom.js';
import { formula, mi, minus, mn, mo, plus, row, sub, sup, text } from './formula.js';
import { offsets } from './layout.js';
import { activationOf, layersOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./dom.js").Child} Child
 */

/** An equation that may break between its terms. */
const long = (/** @type {Node[]} */ ...terms) => h('span', { class: 'long' }, ...terms);
/** A matrix of layer `l`, as the thesis marks it. */
const of = (/** @type {string} */ name, /** @type {number} */ l, /** @type {Child[]} */ ...more) =>
  sup(name.length > 1 ? row(...[...name].map(mi)) : mi(name), row(mo('['), mn(String(l)), mo(']'), ...more));
const transposed = (/** @type {Node} */ matrix) => sup(row(mo('('), matrix, mo(')')), mi('T'));

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

/** Inputs of a neuron that are written out; of more, the first ones and the last. */
const TERMS = 8;

/** Entry `i`, from 0, of what layer `l` makes. @param {string} name @param {number} l @param {number} i */
const entry = (name, l, i) =>
  math('msubsup', mi(name), mn(String(i + 1)), row(mo('['), mn(String(l)), mo(']')));

/**
 * Z = w1 x1 + w2 x2 + b with its numbers, for the neuron that is looked at, else for the (first) one of the output.
 * @param {App} app
 * @param {Experiment} experiment
 * @param {Float64Array} parameters
 * @param {number} digits
 */
export function neuronEquation({ words, view }, experiment, parameters, digits) {
  const { hidden, features } = experiment;
  const places = offsets(layersOf(experiment));
  let at = view.neuron ?? hidden.reduce((sum, size) => sum + size, 0);
  const l = places.findIndex(({ rows }) => at < rows || ((at -= rows), false));
  const place = places[l];
  if (!place) return null;
  const { columns, weights, biases } = place;
  const term = (/** @type {number} */ value, /** @type {number} */ i, /** @type {Child} */ input) => {
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
    formula(hidden.length ? entry('Z', l + 1, at) : mi('Z'), mo('=')),
    ...terms.filter((one) => one !== null),
    term(parameters[biases + at] ?? NaN, columns, null),
  );
}

/** One neuron in letters: A = σ(Z), Z = w1 x1 + ... + b. @param {Experiment} experiment */
export function neuronModel({ hidden, features }) {
  if (hidden.length > 0) return null;
  const terms = features.map((name, i) =>
    formula(sub(mi('w'), mn(String(i + 1))), FEATURES[name]?.(), plus()),
  );
  return long(formula(mi('A'), mo('='), mi('σ'), mo('(')), ...terms, formula(mi('b'), mo(')')));
}

/**
 * The frontier of one neuron that is given the two coordinates: x2 = −(w1 x1 + b) / w2.
 * @param {App} app
 * @param {Experiment} experiment
 * @param {Float64Array} parameters
 * @param {number} digits
 */
export function line({ words }, { hidden, features }, parameters, digits) {
  if (hidden.length > 0 || features.join() !== 'x1,x2') return null;
  const [w1 = 0, w2 = 1, b = 0] = parameters;
  const [slope, height] = [-w1 / w2, -b / w2];
  if (!Number.isFinite(slope) || !Number.isFinite(height)) return null;
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

/**
 * @param {App} app
 * @returns {Part}
 */
export function equationsTab(app) {
  const { words, session } = app;
  const numbers = h('div', { class: 'worked' });
  const list = (/** @type {string} */ name) =>
    h('div', { 'class': 'formulas scroll', 'tabindex': 0, 'role': 'group', 'aria-label': words.t(name) });
  const [forward, backward] = [list('equations.forward'), list('equations.backward')];
  return {
    element: h(
      'div',
      { class: 'equations' },
      numbers,
      h(
        'div',
        { class: 'two' },
        h('section', {}, h('h4', {}, words.t('equations.forward')), forward),
        h(
          'section',
          {},
          h('h4', {}, words.t('equations.backward')),
          backward,
          h('p', { class: 'note' }, words.t('equations.note')),
        ),
      ),
    ),
    update() {
      const experiment = session.description?.experiment;
      if (!experiment) return;
      const last = experiment.hidden.length + 1;
      const now = session.description?.current ?? experiment;
      const by = (/** @type {number} */ l) => activationOf(now, l - 1);
      forward.replaceChildren(
        ...forwardPass(last, by),
        numbered(loss(last), last === 2 ? '(23)' : ''),
      );
      backward.replaceChildren(...backwardPass(last, by));
    },
    draw(picture) {
      const experiment = session.description?.experiment;
      const single = experiment?.hidden.length === 0;
      const neuron = single && neuronEquation(app, experiment, picture.parameters, 8);
      const frontier = experiment && line(app, experiment, picture.parameters, 8);
      numbers.replaceChildren(
        ...(neuron ? [neuron] : []),
        ...(frontier ? [h('p', { class: 'note' }, words.t('equations.line')), general(), frontier] : []),
      );
    },
  };
}

/** x2 = −(w1 x1 + b) / w2 */
function general() {
  const [w1, w2] = [sub(mi('w'), mn('1')), sub(mi('w'), mn('2'))];
  return formula(
    FEATURES['x2']?.(),
    mo('='),
    minus(false),
    math('mfrac', row(w1, FEATURES['x1']?.(), plus(), mi('b')), w2),
  );
}

/** @param {Element} equation @param {string} number of the thesis, if any */
const numbered = (equation, number = '') =>
  h('div', { class: 'formula' }, equation, h('span', { class: 'reference' }, number));

/**
 * @param {number} last
 * @param {(l: number) => string} activation of hidden layer `l`, counted from 1
 */
function forwardPass(last, activation) {
  return layersShown(last).flatMap((l) => {
    const input = l === 1 ? mi('X') : of('A', l - 1);
    const outer = l === last ? 'sigmoid' : activation(l);
    return [
      numbered(
        formula(of('Z', l), mo('='), of('W', l), input, plus(), of('b', l)),
        last > 1 && l <= 2 ? `(${17 + 2 * l})` : '',
      ),
      numbered(
        formula(of('A', l), mo('='), ...activated(outer, of('Z', l))),
        last > 1 && l <= 2 && outer === 'sigmoid' ? `(${18 + 2 * l})` : '',
      ),
    ];
  });
}

/**
 * @param {string} activation
 * @param {Node} z
 */
function activated(activation, z) {
  if (activation === 'identity') return [z];
  if (activation === 'relu') return [mi('max'), mo('('), mn('0'), mo(','), z, mo(')')];
  return [activation === 'tanh' ? mi('tanh') : mi('σ'), mo('('), z, mo(')')];
}

/** @param {number} last */
function loss(last) {
  const a = () => of('A', last);
  return formula(
    mi('L'),
    mo('='),
    minus(false),
    math('mfrac', mn('1'), mi('m')),
    sum(),
    mo('('),
    mi('Y'),
    mi('log'),
    a(),
    plus(),
    row(mo('('), mn('1'), minus(), mi('Y'), mo(')')),
    mi('log'),
    row(mo('('), mn('1'), minus(), a(), mo(')')),
    mo(')'),
  );
}

const sum = () => math('munderover', text('∑'), row(mi('i'), mo('='), mn('1')), mi('m'));

/**
 * From the last layer to the first; numbers are the thesis', whose (24) to (29) are corrected here.
 * @param {number} last
 * @param {(l: number) => string} activation of hidden layer `l`, counted from 1
 */
function backwardPass(last, activation) {
  return layersShown(last)
    .reverse()
    .flatMap((l) => {
      const numbers =
        last !== 2 ? ['', '', ''] : l === last ? ['(24)', '(25)', '(26)'] : ['(27)', '(28)', '(29)'];
      const delta =
        l === last
          ? formula(of('dZ', l), mo('='), of('A', l), minus(), mi('Y'))
          : formula(
              of('dZ', l),
              mo('='),
              row(transposed(of('W', l + 1)), of('dZ', l + 1)),
              ...slope(activation(l), l),
            );
      const input = l === 1 ? sup(mi('X'), mi('T')) : transposed(of('A', l - 1));
      const mean = () => math('mfrac', mn('1'), mi('m'));
      return [
        numbered(delta, numbers[0]),
        numbered(formula(of('dW', l), mo('='), mean(), of('dZ', l), input), numbers[1]),
        numbered(
          formula(of('db', l), mo('='), mean(), sum(), of('dZ', l, mo('('), mi('i'), mo(')'))),
          numbers[2],
        ),
      ];
    });
}

/**
 * The derivative of the activation of layer `l`, element by element.
 * @param {string} activation
 * @param {number} l
 */
function slope(activation, l) {
  const a = () => of('A', l);
  if (activation === 'identity') return [];
  if (activation === 'relu') return [mo('⊙'), sub(mn('1'), row(of('Z', l), mo('>'), mn('0')))];
  if (activation === 'tanh') return [mo('⊙'), mo('('), mn('1'), minus(), a(), mo('⊙'), a(), mo(')')];
  return [mo('⊙'), a(), mo('⊙'), mo('('), mn('1'), minus(), a(), mo(')')];
}

/** All layers of a small network; the first and the last two of a deep one. @param {number} last */
function layersShown(last) {
  const all = Array.from({ length: last }, (_, i) => i + 1);
  return last <= 4 ? all : [1, last - 1, last];
}
