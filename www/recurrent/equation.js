// @ts-check
// The equations of a cell in one line, with what is new in it tinted.

import { formula, mi, mn, plus, row, sub, text } from '../formula.js';

/** The cells on the way to the LSTM, and what each has that the one before lacks, by the letter of its colour. */
const STAGES = ['rnn', 'stage1', 'stage2', 'stage3', 'lstm'];
const PARTS = ['c', 'f', 'i', 'o'];

/**
 * Such as `c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t` and `h_t = o_t ⊙ tanh(c_t)`.
 * @param {string} cell
 * @param {string} rival the cell without what is tinted
 * @returns {Element[]} none for a cell that is not on the way to the LSTM
 */
export function equationOf(cell, rival) {
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
