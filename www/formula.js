// @ts-check
// Pieces of MathML, and the symbols and operations of a worked example set in it.

import { math } from './dom.js';

/**
 * @typedef {import("./dom.js").Child} Child
 * @typedef {import("./pkg/neurone.js").WorkedSymbol} WorkedSymbol
 * @typedef {import("./words.js").Words} Words
 */

export const mi = (/** @type {string} */ text) => math('mi', text);
export const mn = (/** @type {string} */ text) => math('mn', text);
export const mo = (/** @type {string} */ text) => math('mo', text);
/** Signs as text: as operators some browsers draw them only if the first font has them. */
export const text = (/** @type {string} */ sign) => math('mtext', sign);
export const minus = (/** @type {boolean} */ between = true) => text(between ? '\u2005−\u2005' : '−');
export const plus = () => text('\u2005+\u2005');
export const row = (/** @type {Child[]} */ ...children) => math('mrow', ...children);
export const sub = (/** @type {Child} */ base, /** @type {Child} */ below) => math('msub', base, below);
export const sup = (/** @type {Child} */ base, /** @type {Child} */ above) => math('msup', base, above);
/** The space between what is multiplied, where letters would read as one word. */
export const thin = () => text('\u2009');
export const formula = (/** @type {Child[]} */ ...children) => math('math', row(...children));

export const bracket = (/** @type {string} */ sign) => {
  const element = mo(sign);
  element.setAttribute('stretchy', 'false');
  return element;
};
export const bracketed = (/** @type {Child[]} */ ...inner) => row(bracket('('), ...inner, bracket(')'));

/** A letter with a sign above. @param {Element} letter @param {string} sign */
export function accented(letter, sign) {
  const element = math('mover', letter, bracket(sign));
  element.setAttribute('accent', 'true');
  return element;
}
export const norm = (/** @type {Child[]} */ ...inner) => row(text('‖'), ...inner, text('‖'));

/** Letters that have a sign of their own. @type {Record<string, () => Element>} */
const LETTERS = {
  'alpha': () => mi('α'),
  'lambda1': () => sub(mi('λ'), mn('1')),
  'lambda2': () => sub(mi('λ'), mn('2')),
  "g'": () => row(mi('g'), text('′')),
  'Phi': () => mi('Φ'),
  'phi': () => mi('φ'),
  'sigma': () => mi('σ'),
  'cos': () => mi('cos'),
  'mu': () => mi('μ'),
  'rho': () => mi('ρ'),
  'beta1': () => sub(mi('β'), mn('1')),
  'beta2': () => sub(mi('β'), mn('2')),
  'epsilon': () => mi('ε'),
  'lambda': () => mi('λ'),
  'c1': () => sub(mi('c'), mn('1')),
  'c2': () => sub(mi('c'), mn('2')),
  'norm': () => norm(mi('g')),
  'Ã': () => accented(mi('A'), '~'),
  'm̂W': () => row(accented(mi('m'), '^'), mi('W')),
  'm̂b': () => row(accented(mi('m'), '^'), mi('b')),
  'v̂W': () => row(accented(mi('v'), '^'), mi('W')),
  'v̂b': () => row(accented(mi('v'), '^'), mi('b')),
};
/** Letters that stand for a function of Z. */
const OF_Z = ["g'", 'Phi', 'phi', 'sigma', 'cos'];

/** @type {Record<string, string>} */
const FUNCTIONS = {
  sigmoid: 'σ',
  normal_distribution: 'Φ',
  normal_density: 'φ',
  sign: 'sgn',
};

/** A letter, or several in a row; a prime is a sign after them. @param {string} base */
const letter = (base) =>
  LETTERS[base]?.() ?? row(...[...base].map((one) => (one === "'" ? text('′') : mi(one))));
export const prime = (/** @type {Child} */ base) => row(base, text('′'));
/** A matrix of layer `l`, as the thesis marks it. @param {string} name @param {number} l @param {Child[]} more */
export const of = (name, l, ...more) => sup(letter(name), row(bracket('['), mn(String(l)), bracket(']'), ...more));
/** A power of what is in brackets: as high as the closing one has it, whatever stands between them. */
const raised = (/** @type {Child} */ inner, /** @type {Child} */ power) => row(bracket('('), inner, sup(bracket(')'), power));
export const transposed = (/** @type {Node} */ matrix) => raised(matrix, mi('T'));

/** @param {WorkedSymbol} symbol */
function symbol({ base, layer, row: line, column, point, others }) {
  /** @type {Element[]} */
  const above = [];
  if (layer !== null) above.push(bracket('['), mn(String(layer)), bracket(']'));
  if (point !== null) above.push(bracketed(others ? mi('i') : mn(String(point))));
  // `W_xf`, `Z_f`: an index of the letter comes before the others.
  const [sign = base, own = null] = base.split('_');
  const below = [own, line, column].filter((one) => one !== null).join(',');
  const scripted = (/** @type {Element} */ bare) => {
    if (above.length && below) return math('msubsup', bare, mn(below), row(...above));
    return above.length ? sup(bare, row(...above)) : below ? sub(bare, mn(below)) : bare;
  };
  if (OF_Z.includes(base)) return row(letter(sign), bracketed(scripted(mi('Z'))));
  if (!others) return scripted(letter(sign));
  return row(math('munder', text('∑'), row(mi('i'), text('\u200a≠\u200a'), mn(String(point)))), scripted(letter(sign)));
}

/**
 * The pen that sets a worked example in MathML.
 * @param {Words} words
 * @returns {import("./sheet.js").Pen<Element>}
 */
export function mathPen(words) {
  return {
    symbol,
    number: (digits) =>
      digits.startsWith('-') ? row(minus(false), mn(words.digits(digits.slice(1)))) : mn(words.digits(digits)),
    gap: () => {
      const gap = text('\u2003\u2003');
      gap.setAttribute('class', 'gap');
      return gap;
    },
    sign: (sign) => text(sign.replaceAll(' ', '\u2005')),
    row: (...parts) => row(...parts),
    brackets: (inner) => bracketed(inner),
    fraction: (above, below) => math('mfrac', above, below),
    square: (inner) => raised(inner, mn('2')),
    root: (inner) => math('msqrt', inner),
    power: (base, exponent) => sup(base, exponent),
    call: (name, inner) => row(mi(FUNCTIONS[name] ?? name), bracketed(inner)),
    positive: (inner) => row(mi('max'), bracketed(mn('0'), text(words.decimalComma ? '\u2005;\u2005' : ',\u2005'), inner)),
  };
}
