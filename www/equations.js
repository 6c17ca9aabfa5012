// @ts-check
// The equations of the network that is trained, set in MathML, with its numbers where they are few.

import { h, math } from './dom.js';
import { bracketed, formula, mi, minus, mn, mo, of, plus, row, sub, sup, text, thin, transposed } from './formula.js';
import { ACTIVATIONS, LOSSES, OUTPUTS, RULES, clipping, sum, targets, times } from './laws.js';
import { frontier, line, neuronEquation } from './neuron.js';
import { activationOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./dom.js").Child} Child
 */

/** An equation that may break at each `null`. @param {(Node | null)[]} parts */
function broken(...parts) {
  /** @type {Node[][]} */
  const rows = [[]];
  for (const part of parts) {
    if (part === null) rows.push([]);
    else rows.at(-1)?.push(part);
  }
  return h('span', { class: 'long' }, ...rows.map((one) => formula(...one)));
}

/** What a choice of the experiment stands for. @template T @param {Record<string, T>} laws @param {string} name */
const law = (laws, name) => /** @type {T} */ (laws[name]);

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
      const border = current && line(app, current, picture.parameters, 8);
      const key = current?.output === 'sigmoid' ? 'equations.line' : 'equations.border';
      numbers.replaceChildren(
        ...(neuron ? [neuron] : []),
        ...(border ? [h('p', { class: 'note' }, words.t(key)), frontier(), border] : []),
      );
    },
  };
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
