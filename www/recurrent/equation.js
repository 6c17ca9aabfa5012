// @ts-check
// The equations of a cell in one line, with what is new in it tinted.

import { h } from '../dom.js';
import { formula, mi, mn, plus, row, sub, text } from '../formula.js';
import { letters, numberOf } from './cellequations.js';

/** The cells on the way to the LSTM, and what each has that the one before lacks, by the letter of its colour. */
const STAGES = ['rnn', 'stage1', 'stage2', 'stage3', 'lstm'];
const PARTS = ['c', 'f', 'i', 'o'];

/** @typedef {import("../state.js").Experiment} Experiment */

/**
 * The equations of a cell and of the newest of its parts, each with its number in the thesis.
 * @param {Experiment} experiment
 * @param {Experiment} rival the cell without that part
 * @returns {HTMLElement[]}
 */
export function equationsOf({ cell, bias }, rival) {
  const numbered = (/** @type {Element} */ equation, /** @type {string} */ part) => {
    const number = numberOf(cell, part);
    return h('span', {}, equation, number !== null && h('span', { class: 'equation-number' }, `(${number})`));
  };
  const [memory, state] = equationOf(cell, rival.cell);
  const parts = memory ? newest(cell, rival.cell) : ['h', 'z', 'n', 'r'];
  return [
    ...(memory && state ? [numbered(memory, 'c'), numbered(state, 'h')] : []),
    ...parts.map((part) => numbered(letters(cell, part, bias), part)),
  ];
}

/**
 * The part to explain, which is the forget gate where biases are what differs; none of several at once.
 * @param {string} cell
 * @param {string} rival
 */
function newest(cell, rival) {
  const fresh = cell === rival ? ['f'] : PARTS.slice(STAGES.indexOf(rival), STAGES.indexOf(cell));
  return fresh.length > 1 ? [] : fresh.map((part) => (part === 'c' ? 'g' : part));
}

/**
 * Whether a cell is another one with as many units and something more.
 * @param {Experiment} experiment
 * @param {Experiment} rival
 */
export const canGraft = ({ cell, n_hidden }, rival) =>
  rival.cell !== cell && rival.n_hidden === n_hidden && STAGES.indexOf(cell) > 0;

/**
 * Such as `c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t` and `h_t = o_t ⊙ tanh(c_t)`.
 * @param {string} cell
 * @param {string} rival the cell without what is tinted
 * @returns {Element[]} none for a cell that is not on the way to the LSTM
 */
function equationOf(cell, rival) {
  const stage = STAGES.indexOf(cell);
  if (stage < 1) return [];
  const fresh = PARTS.slice(Math.max(0, STAGES.indexOf(rival)), stage);
  const tinted = (/** @type {string} */ part, /** @type {Element[]} */ ...children) => {
    const element = row(...children);
    if (fresh.includes(part)) element.setAttribute('class', `new ${part}`);
    return element;
  };
  const gated = (/** @type {string} */ gate, /** @type {Element} */ rest) =>
    PARTS.indexOf(gate) < stage ? row(tinted(gate, now(gate), text('\u2009⊙\u2009')), rest) : rest;
  const memory = [now('c'), equals(), gated('f', before('c')), plus(), gated('i', now('g'))];
  return [formula(tinted('c', ...memory)), formula(now('h'), equals(), gated('o', tanh(now('c'))))];
}

const equals = () => text('\u2005=\u2005');
const now = (/** @type {string} */ letter) => sub(mi(letter), mi('t'));
const before = (/** @type {string} */ letter) => sub(mi(letter), row(mi('t'), text('−'), mn('1')));
const tanh = (/** @type {Element} */ inner) => row(mi('tanh'), text('('), inner, text(')'));
