// @ts-check
// The equations of a cell in one line, with what is new in it tinted.

import { formula, mi, mn, plus, row, sub, text } from '../formula.js';

/** What each cell adds to the one before it, by the letter of its colour. @type {Record<string, string>} */
const NEW = { stage1: 'c', stage2: 'f', stage3: 'i', lstm: 'o' };

/**
 * Such as `c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t, h_t = o_t ⊙ tanh(c_t)`.
 * @param {string} cell
 * @returns {Element | null} `null` for a cell that is none of the steps from the RNN to the LSTM
 */
export function equationOf(cell) {
  const stage = ['rnn', 'stage1', 'stage2', 'stage3', 'lstm'].indexOf(cell);
  if (stage < 0) return null;
  if (stage === 0) return formula(now('h'), text(' = '), of(row(weights('x'), now('x'), plus(), weights('h'), before('h'), plus(), sub(mi('b'), mi('h')))));
  const term = (/** @type {string} */ gate, /** @type {number} */ from, /** @type {Element} */ rest) =>
    stage < from ? rest : row(tinted(cell, gate, now(gate), text('\u2009⊙\u2009')), rest);
  const memory = [now('c'), text(' = '), term('f', 2, before('c')), plus(), term('i', 3, now('g'))];
  return formula(tinted(cell, 'c', ...memory), text(',\u2003'), now('h'), text(' = '), term('o', 4, of(now('c'))));
}

/**
 * @param {string} cell
 * @param {string} part
 * @param {Element[]} children
 */
function tinted(cell, part, ...children) {
  const element = row(...children);
  if (NEW[cell] === part) element.setAttribute('class', `new ${part}`);
  return element;
}

const now = (/** @type {string} */ letter) => sub(mi(letter), mi('t'));
const before = (/** @type {string} */ letter) => sub(mi(letter), row(mi('t'), text('−'), mn('1')));
const weights = (/** @type {string} */ from) => sub(mi('W'), row(mi(from), mi('h')));
const of = (/** @type {Element} */ inner) => row(mi('tanh'), text('('), inner, text(')'));
