// @ts-check
// The equations of the network that is trained, set in MathML, with its numbers where they are few.

import { h, math } from './dom.js';
import { bracketed, formula, mi, minus, mn, mo, of, plus, row, sub, sup, text, thin, transposed } from './formula.js';
import { ACTIVATIONS, LOSSES, OUTPUTS, RULES, clipping, sum, targets, times } from './laws.js';
import { activationOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./dom.js").Child} Child
 */

/** An equation that may break between its terms. */
const long = (/** @type {Node[]} */ ...terms) => h('span', { class: 'long' }, ...terms);

/** An equation that may break at each `null`. @param {(Node | null)[]} parts */
function broken(...parts) {
  /** @type {Node[][]} */
  const rows = [[]];
  for (const part of parts) {
    if (part === null) rows.push([]);
    else rows.at(-1)?.push(part);
  }
  return long(...rows.map((one) => formula(...one)));
}

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

/** What a choice of the experiment stands for. @template T @param {Record<string, T>} laws @param {string} name */
const law = (laws, name) => /** @type {T} */ (laws[name]);

/**
 * What the output makes of Z. @param {App} app @param {Experiment} experiment @param {() => Node} z
 */
const answer = ({ words }, { output }, z) => law(OUTPUTS, output).value(z, words);

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

/**
 * When each note has something to say about what is shown.
 * @type {Record<string, (shown: HTMLElement[], current: Experiment) => boolean>}
 */
const NOTES = {
  signs: () => true,
  where: (shown) => shown.some((one) => one.querySelector('.where')),
  dropout: (_shown, { dropout, hidden }) => dropout > 0 && hidden.length > 0,
  letters: () => true,
  note: (shown) => shown.some((one) => one.querySelector('.reference')?.textContent),
};

/**
 * @param {App} app
 * @returns {Part}
 */
export function equationsTab(app) {
  const { words, session } = app;
  const numbers = h('div', { class: 'worked' });
  const parts = ['forward', 'backward', 'update'].map((name) => {
    const formulas = h('div', { class: 'formulas' });
    const title = h('h4', {}, words.t(`equations.${name}`));
    return { element: h('section', { 'data-part': name }, title, formulas), formulas };
  });
  const notes = Object.keys(NOTES).map((name) => h('p', { class: 'note' }, words.t(`equations.${name}`)));
  return {
    element: h(
      'div',
      { class: 'equations' },
      numbers,
      h('div', { class: 'two' }, ...parts.map(({ element }) => element)),
      ...notes,
    ),
    update() {
      const current = session.description?.current;
      if (!current) return;
      const all = [forwardPass, backwardPass, updates].map((write) => write(app, current));
      parts.forEach(({ formulas }, i) => formulas.replaceChildren(...(all[i] ?? [])));
      Object.values(NOTES).forEach((asks, i) => {
        const note = notes[i];
        if (note) note.hidden = !asks(all.flat(), current);
      });
    },
    draw(picture) {
      const current = session.description?.current;
      const neuron = current && neuronEquation(app, current, picture.parameters, 8);
      const frontier = current && line(app, current, picture.parameters, 8);
      const key = current?.output === 'sigmoid' ? 'equations.line' : 'equations.border';
      numbers.replaceChildren(
        ...(neuron ? [neuron] : []),
        ...(frontier ? [h('p', { class: 'note' }, words.t(key)), general(), frontier] : []),
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

/** @param {Element} equation @param {string | number | false} number of the thesis, if any */
const numbered = (equation, number = '') =>
  h('div', { class: 'formula' }, equation, h('span', { class: 'reference' }, number ? `(${number})` : ''));

/** What layer `l` is given. @param {Experiment} current @param {number} l */
const input = ({ dropout }, l) => (l === 1 ? mi('X') : of(dropout > 0 ? 'Ã' : 'A', l - 1));

/** 1 − p, by which dropout divides what it keeps. @param {number} l */
const kept = (l) => math('mfrac', of('D', l), row(mn('1'), minus(), mi('p')));

/**
 * The layers, then the loss with its targets and penalties.
 * @param {App} app
 * @param {Experiment} current
 */
function forwardPass(app, current) {
  const last = current.hidden.length + 1;
  const [output, loss] = [law(OUTPUTS, current.output), law(LOSSES, current.loss)];
  const layers = layersShown(last).flatMap((l) => {
    const [z, a] = [() => of('Z', l), () => of('A', l)];
    const name = l === last ? current.output : activationOf(current, l - 1);
    const curve = l === last ? output : law(ACTIVATIONS, name);
    const isThesis = last > 1 && l <= 2 && name === 'sigmoid';
    const left = name === 'softmax' && l === last ? sub(a(), mi('k')) : a();
    const drops = l < last && current.dropout > 0;
    return [
      numbered(formula(z(), mo('='), of('W', l), input(current, l), plus(), of('b', l)), last > 1 && l <= 2 && (l === 1 || current.dropout === 0) && 17 + 2 * l),
      numbered(formula(left, mo('='), ...curve.value(z, app.words)), isThesis && 18 + 2 * l),
      ...(drops ? [numbered(formula(of('Ã', l), mo('='), kept(l), times(), a()))] : []),
    ];
  });
  const value = loss.value(() => of('A', last), () => of('Z', last), app.words);
  const classes = app.session.description?.data.n_classes;
  return [
    ...layers,
    numbered(broken(mi('L'), mo('='), ...value), last === 2 && current.loss === 'log_loss' && 23),
    ...(classes ? [numbered(targets(current.loss, current.output, app.words))] : []),
    ...(current.l1 > 0 || current.l2 > 0 ? [numbered(formula(mi('J'), mo('='), mi('L'), ...penalties(current)))] : []),
  ];
}

/** λ1 Σ|W| + λ2/2 Σ W², after the loss. @param {Experiment} current */
function penalties({ l1, l2 }) {
  const lambda = (/** @type {string} */ i) => sub(mi('λ'), mn(i));
  return [
    ...(l1 > 0 ? [plus(), lambda('1'), text('∑'), row(text('|'), mi('W'), text('|'))] : []),
    ...(l2 > 0 ? [plus(), math('mfrac', lambda('2'), mn('2')), text('∑'), sup(mi('W'), mn('2'))] : []),
  ];
}

/**
 * From the last layer to the first; numbers are the thesis', whose (24) to (29) are corrected here.
 * @param {App} app
 * @param {Experiment} current
 */
function backwardPass(app, current) {
  const last = current.hidden.length + 1;
  const mean = () => math('mfrac', mn('1'), mi('m'));
  return layersShown(last)
    .reverse()
    .flatMap((l) => {
      const isThesis = last === 2 && (l === last ? current.loss === 'log_loss' : activationOf(current, l - 1) === 'sigmoid');
      const first = l === last ? 24 : 27;
      const plain = last === 2 && current.dropout === 0;
      const penalised = current.l1 > 0 || current.l2 > 0;
      const delta = l === last ? outputDelta(app, current, l) : hiddenDelta(app, current, l);
      const given = l === 1 ? sup(mi('X'), mi('T')) : transposed(input(current, l));
      return [
        numbered(broken(of('dZ', l), mo('='), ...delta), isThesis && (l === last || plain) && first),
        numbered(
          broken(of('dW', l), mo('='), mean(), of('dZ', l), given, ...pull(current, l)),
          (l === 1 ? last === 2 : plain) && !penalised && first + 1,
        ),
        numbered(
          formula(of('db', l), mo('='), mean(), sum(), of('dZ', l, mo('('), mi('i'), mo(')'))),
          last === 2 && first + 2,
        ),
      ];
    });
}

/** @param {App} app @param {Experiment} current @param {number} l the last layer */
function outputDelta({ words }, current, l) {
  const [z, a] = [() => of('Z', l), () => of('A', l)];
  const { slope } = law(LOSSES, current.loss);
  const own = law(OUTPUTS, current.output).slope;
  if (!slope) return [a(), minus(), mi('Y')];
  return [...slope(a), ...(own ? [null, times(), ...own(z, a, words)] : [])];
}

/** @param {App} app @param {Experiment} current @param {number} l */
function hiddenDelta({ words }, current, l) {
  const { slope } = law(ACTIVATIONS, activationOf(current, l - 1));
  return [
    ...(current.dropout > 0 ? [kept(l), times()] : []),
    row(transposed(of('W', l + 1)), of('dZ', l + 1)),
    ...(slope ? [null, times(), ...slope(() => of('Z', l), () => of('A', l), words)] : []),
  ];
}

/** What the penalties add to the gradient of the weights. @param {Experiment} current @param {number} l */
function pull({ l1, l2 }, l) {
  return [
    ...(l1 > 0 ? [null, plus(), sub(mi('λ'), mn('1')), thin(), mi('sgn'), bracketed(of('W', l))] : []),
    ...(l2 > 0 ? [null, plus(), sub(mi('λ'), mn('2')), of('W', l)] : []),
  ];
}

/**
 * The rule of the optimizer for a parameter θ with its gradient g.
 * @param {App} app
 * @param {Experiment} current
 */
function updates({ words }, { hidden, optimizer, clip_norm: longest }) {
  const gradient = row(mi('d'), mi('θ'));
  const before = longest > 0 ? clipping(words) : [formula(mi('g'), mo('='), gradient)];
  const isThesis = optimizer === 'gradient_descent' && hidden.length === 1 && !(longest > 0);
  return [...before.map((one) => numbered(one)), ...law(RULES, optimizer)().map((one) => numbered(one, isThesis && '30–33'))];
}

/** All layers of a small network; the first and the last two of a deep one. @param {number} last */
function layersShown(last) {
  const all = Array.from({ length: last }, (_, i) => i + 1);
  return last <= 4 ? all : [1, last - 1, last];
}
