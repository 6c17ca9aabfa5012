// @ts-check
// The equations of a cell, (34) to (42) of the thesis: in letters, and with the numbers of one cell at one
// step.

import { formula, mi, minus, mn, plus, row, sub, text } from '../formula.js';
import { partsOf } from './cellplan.js';
import { letterOf, termsOf } from './cellvalues.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("./cellvalues.js").Moment} Moment
 */

/** Equations of the thesis by cell and part. @type {Record<string, Record<string, number>>} */
const NUMBERS = {
  rnn: { g: 34, h: 34 },
  stage1: { c: 35, h: 36 },
  stage2: { f: 37, c: 38, h: 36 },
  stage3: { f: 37, i: 39, c: 40, h: 36 },
  lstm: { f: 37, i: 39, o: 41, c: 40, h: 42 },
  lstm_printed: { f: 37, i: 39, o: 41, c: 40, h: 42 },
  lstm_1997: { i: 39, o: 41, h: 42 },
};

/** @param {string} cell @param {string} part */
export const numberOf = (cell, part) => NUMBERS[cell]?.[part] ?? null;

/** A state or a gate, tinted like its part everywhere. @param {string} base @param {string} below */
function sign(base, below) {
  const subscript = [...below].map((one) => (one === '−' ? text(one) : one === '1' ? mn(one) : mi(one)));
  const element = sub(mi(base), row(...subscript));
  element.setAttribute('class', `of-${base}`);
  return element;
}
const now = (/** @type {string} */ name) => sign(name, 't');
const before = (/** @type {string} */ name) => sign(name, 't−1');
const equals = () => text('\u2005=\u2005');
const times = () => text('\u2005×\u2005');
const bracketed = (/** @type {Node[]} */ ...inner) => row(text('('), ...inner, text(')'));
const call = (/** @type {string} */ name, /** @type {Node[]} */ ...inner) =>
  row(mi(name), bracketed(...inner));
const matrix = (/** @type {string} */ name) => sub(mi(name.slice(0, 1)), row(...[...name.slice(2)].map(mi)));

/** The function of a gate. @param {string} gate */
const activationOf = (gate) => (gate === 'g' || gate === 'n' ? 'tanh' : 'σ');
/** The gate that a part is computed by: in the RNN, h is its candidate. @param {string} cell @param {string} part */
export const gateOf = (cell, part) => (cell === 'rnn' && part === 'h' ? 'g' : part);

/**
 * The right side of an equation.
 * @param {string} cell
 * @param {string} part
 * @param {boolean} bias
 * @param {(name: string) => Element} show writes a number that the cell works with, by its name or its value
 * @returns {Element[]}
 */
function rightSide(cell, part, bias, show) {
  const has = (/** @type {string} */ gate) => partsOf(cell).includes(gate);
  const product = (/** @type {string | null} */ gate, /** @type {Element} */ of) =>
    gate === null ? [of] : [show(gate), times(), of];
  if (part === 'c') {
    const inlet = cell === 'lstm_printed' ? 'o' : has('i') ? 'i' : null;
    return [...product(has('f') ? 'f' : null, show('c_before')), plus(), ...product(inlet, show('g'))];
  }
  if (part === 'h' && cell.startsWith('gru'))
    return [
      bracketed(mn('1'), minus(), show('z')),
      times(),
      show('n'),
      plus(),
      ...product('z', show('h_before')),
    ];
  if (part === 'h' && cell !== 'rnn') return product(has('o') ? 'o' : null, call('tanh', show('c')));
  const b = bias ? [plus(), show('bias')] : [];
  const recurrent =
    cell === 'gru' && part === 'n'
      ? product('r', bracketed(show('recurrent'), ...(bias ? [plus(), show('inner')] : [])))
      : [show('recurrent')];
  return [call(activationOf(gateOf(cell, part)), ...recurrent, plus(), show('input'), ...b)];
}

/**
 * A part's equation in letters, as the thesis writes it, with the biases that it leaves out.
 * @param {string} cell
 * @param {string} part
 * @param {boolean} bias
 */
export function letters(cell, part, bias) {
  if (part === 'x') return formula(now('x'));
  const gate = gateOf(cell, part);
  const letter = letterOf(gate);
  /** @type {Record<string, () => Element>} */
  const terms = {
    recurrent: () =>
      cell === 'gru_cho' && gate === 'n'
        ? row(matrix('W_hn'), bracketed(now('r'), times(), before('h')))
        : row(matrix(`W_h${letter}`), before('h')),
    input: () => row(matrix(`W_x${letter}`), now('x')),
    bias: () => matrix(`b_${letter}`),
    inner: () => matrix('b_hn'),
    c_before: () => before('c'),
    h_before: () => before('h'),
  };
  const left = now(cell === 'rnn' ? 'h' : part);
  return formula(left, equals(), ...rightSide(cell, part, bias, (name) => terms[name]?.() ?? now(name)));
}

/**
 * The same with the numbers of the cell that is looked at, in pieces between which a line may break; a part
 * that is pinned is what it is pinned to.
 * @param {App} app
 * @param {string} part
 * @param {Moment} moment
 * @param {number | null} pin
 * @returns {Element[]}
 */
export function numbers(app, part, moment, pin) {
  const { words, session } = app;
  const { current, sequences } = session.description ?? {};
  if (!current || !sequences || !session.picture) return [];
  const negative = (/** @type {number} */ value) => value < 0 && words.fixed(value, 2) !== words.fixed(0, 2);
  const number = (/** @type {number} */ value) => {
    const digits = mn(words.fixed(Math.abs(value), 2));
    return negative(value) ? row(minus(false), digits) : digits;
  };
  const { cell, bias } = current;
  if (part === 'x') return [given(app, moment, number)];
  const gate = gateOf(cell, part);
  const result = formula(equals(), number(moment.values[part] ?? NaN));
  if (pin !== null) return [result];
  const terms = termsOf(gate, moment, sequences.matrices, session.picture.parameters, cell);
  /** @type {Record<string, number>} */
  const known = { ...moment.values, ...terms };
  const show = (/** @type {string} */ name) => {
    const value = known[name] ?? NaN;
    return negative(value) ? bracketed(number(value)) : number(value);
  };
  const first = formula(equals(), ...rightSide(cell, part, bias, show));
  if (!sequences.gates.includes(gate)) return [first, result];
  return [first, formula(equals(), call(activationOf(gate), number(terms.sum))), result];
}

/** How many inputs are written out. */
const MOST_INPUTS = 8;

/** What the layer is given. @param {App} app @param {Moment} moment @param {(value: number) => Element} number */
function given({ words }, { x }, number) {
  const comma = words.decimalComma ? ';\u2005' : ',\u2005';
  const shown = [...x.subarray(0, MOST_INPUTS)].flatMap((value, k) => [k > 0 && text(comma), number(value)]);
  return formula(equals(), text('('), ...shown, x.length > MOST_INPUTS && text(`${comma}…`), text(')'));
}
