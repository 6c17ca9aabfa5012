// @ts-check
// A sequence as a person reads it: the mark of each step, what is asked for, and why that is the answer.

import { printed } from './rows.js';

/**
 * @typedef {import("../pkg/neurone.js").SequencesInfo} SequencesInfo
 * @typedef {import("../pkg/neurone.js").Passage} Passage
 * @typedef {import("../words.js").Words} Words
 */

/**
 * @typedef {Pick<SequencesInfo, "task" | "inputs" | "classes" | "one_hot" | "content"> &
 *   Pick<Passage, "n_steps" | "x" | "y" | "counted"> &
 *   { mean: number, deviation: number }} Sequence `mean` and `deviation`: what a series was scaled by
 */

/** Decimals of the values that are added. */
const TO_ADD = 2;

/**
 * What comes in at a step.
 * @param {Sequence} sequence
 * @param {number} t from 0
 */
const inputAt = ({ x, inputs: { length } }, t) => Array.from(x.subarray(t * length, (t + 1) * length));

/**
 * The symbol of a step, where there are symbols.
 * @param {Sequence} sequence
 * @param {number} t
 */
const symbolAt = (sequence, t) => sequence.inputs[inputAt(sequence, t).indexOf(1)] ?? '';

/**
 * A value of a series as it was before it was scaled.
 * @param {Sequence} sequence
 * @param {number} value
 * @param {Words} words
 */
function unscaled({ mean, deviation }, value, words) {
  const digits = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(deviation || 1))));
  return words.fixed(value * deviation + mean, digits);
}

/** A sign, a 0 for none. @param {number} value @param {Words} words */
const signed = (value, words) => (value > 0 ? `+${words.plain(value)}` : words.fixed(value, 0));

/**
 * The mark of a step.
 * @param {Sequence} sequence
 * @param {number} t
 * @param {Words} words
 */
export function markAt(sequence, t, words) {
  const { task, one_hot, content } = sequence;
  if (one_hot) return printed(symbolAt(sequence, t));
  const [value = 0, first = 0, second = 0] = inputAt(sequence, t);
  if (content === 'series') return unscaled(sequence, value, words);
  if (task === 'adding') return words.fixed(value, TO_ADD) + (first ? '•' : '');
  return signed(value, words) + (first ? '↓' : second ? '?' : '');
}

/**
 * Which of the answers belongs to a step; -1 where none is asked for.
 * @param {Sequence} sequence
 * @param {number} t
 */
export const answerOf = ({ n_steps, y }, t) => (y.length === n_steps ? t : t === n_steps - 1 ? 0 : -1);

/**
 * The first step from `t` on whose answer counts; the last one where none does.
 * @param {Sequence} sequence
 * @param {number} t
 */
export function nextQuestion(sequence, t) {
  for (let at = t; at < sequence.n_steps; at += 1) if (sequence.counted[answerOf(sequence, at)] === 1) return at;
  return sequence.n_steps - 1;
}

/**
 * The answer of a step in words.
 * @param {Sequence} sequence
 * @param {number} t
 * @param {Words} words
 */
export function answerAt(sequence, t, words) {
  const value = sequence.y[answerOf(sequence, t)] ?? 0;
  const { task, classes, content } = sequence;
  if (classes.length) return printed(classes[value] ?? '');
  if (content === 'series') return unscaled(sequence, value, words);
  if (task === 'recall') return signed(value, words);
  return words.fixed(value, task === 'counter' ? 1 : TO_ADD);
}

/**
 * How far a typed value is from the answer, in the unit in which the answer is shown.
 * @param {Sequence} sequence
 * @param {number} t
 * @param {number} typed
 */
export function missBy(sequence, t, typed) {
  const value = sequence.y[answerOf(sequence, t)] ?? 0;
  const { content, mean, deviation } = sequence;
  return typed - (content === 'series' ? value * deviation + mean : value);
}

/**
 * Why that is the answer, as a key and what fills it in.
 * @param {Sequence} sequence
 * @param {number} t
 * @param {Words} words
 * @returns {{ key: string, values: Record<string, string | number> }}
 */
export function reasonAt(sequence, t, words) {
  const { task, content, counted } = sequence;
  const answer = answerAt(sequence, t, words);
  const said = (/** @type {string} */ key, values = {}) => ({ key: `why.${key}`, values: { answer, ...values } });
  const before = Array.from({ length: t + 1 }, (_, at) => at);
  const counts = counted[answerOf(sequence, t)] === 1;
  switch (task) {
    case 'pulse':
    case 'long_lag':
      return said('first', { mark: markAt(sequence, 0, words) });
    case 'parity': {
      const n = before.filter((at) => inputAt(sequence, at)[0] === 1).length;
      return said(n % 2 ? 'odd' : 'even', { n });
    }
    case 'counter': {
      const since = before.map((at) => symbolAt(sequence, at));
      return said('counter', { n: since.slice(since.lastIndexOf('r') + 1).filter((symbol) => symbol === 'a').length });
    }
    case 'adding': {
      const marked = before.map((at) => inputAt(sequence, at)).filter(([, mark]) => mark === 1);
      const [a = '', b = ''] = marked.map(([value = 0]) => words.fixed(value, TO_ADD));
      return said('adding', { a, b });
    }
    case 'order': {
      const [a = '', b = ''] = before.map((at) => symbolAt(sequence, at)).filter((symbol) => 'XY'.includes(symbol));
      return said('order', { a, b });
    }
    case 'recall':
      return said(inputAt(sequence, t)[2] === 1 ? 'recall' : 'unasked');
    case 'reber':
      return said(counts ? 'outer' : 'reber');
    case 'copy':
      return said(counts ? 'copy' : 'uncopied', { k: t - sequence.n_steps + 4 });
    case 'given':
      return said('given');
    default:
      return said(content === 'series' ? 'series' : 'text');
  }
}
