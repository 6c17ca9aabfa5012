// @ts-check
// One sequence to solve by hand before any cell does: step by step, with a question, then the answer and why.

import { newId } from '../controls.js';
import { h } from '../dom.js';
import { parseNumber } from '../words.js';
import { answerAt, answerOf, markAt, missBy, nextQuestion, reasonAt } from './reading.js';
import { printed } from './rows.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 * @typedef {import("./reading.js").Sequence} Sequence
 */

/** Classes that have a button each; of more, the character is typed. */
const MOST_BUTTONS = 8;
/** How near a value has to be: what is lost by rounding two numbers for the eye. */
const NEAR = 0.0101;

/**
 * @param {App} app
 * @returns {Part}
 */
export function byHand(app) {
  const { words, session } = app;
  /** @type {Sequence | null} */
  let sequence = null;
  /** Steps that have been seen. */
  let seen = 0;
  let scale = { of: /** @type {object | null} */ (null), mean: 0, deviation: 1 };

  const symbols = h('p', { 'class': 'symbols', 'role': 'group', 'tabindex': 0, 'aria-label': words.t('shelf.by_hand') });
  const place = h('p', { class: 'caption' });
  const reply = h('p', { class: 'reply', role: 'status' });
  const button = (/** @type {string} */ key, /** @type {() => void} */ click) =>
    h('button', { type: 'button', name: key, title: words.t(`${key}.hint`), click }, words.t(key));
  const step = button('hand.step', () => go(seen + 1));
  const on = button('hand.on', () => sequence && go(nextQuestion(sequence, seen) + 1));
  const another = button('hand.another', () => {
    const { through } = app.view;
    begin();
    app.show({ through: { ...through, example: through.example + 1, t: 0 } });
  });
  const show = button('hand.show', () => tell('hand.answer'));
  const answers = answersOf(app, (text) => judge(text));
  const question = h('div', { class: 'asked' }, answers.element, show);
  const element = h(
    'div',
    { class: 'own hand' },
    symbols,
    place,
    h('div', { class: 'row' }, step, on, another),
    question,
    reply,
  );
  element.addEventListener('keydown', (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    go(seen + by);
  });

  const begin = () => {
    seen = 1;
    reply.textContent = '';
    draw();
  };
  /** @param {number} n steps to be seen */
  const go = (n) => {
    if (!sequence) return;
    seen = Math.max(1, Math.min(sequence.n_steps, n));
    reply.textContent = '';
    draw();
    const { through } = app.view;
    app.show({ through: { ...through, t: seen - 1 } });
  };
  const draw = () => {
    if (!sequence) return;
    const all = sequence;
    const { n_steps, content } = all;
    symbols.replaceChildren(
      ...Array.from({ length: seen }, (_, t) => [
        h('span', { class: t === seen - 1 ? 'symbol now' : 'symbol' }, markAt(all, t, words)),
        content === 'text' ? '' : ' ',
      ]).flat(),
      seen < n_steps ? '…' : '',
    );
    symbols.scrollTop = symbols.scrollHeight;
    const asked = answerOf(all, seen - 1) >= 0;
    place.textContent = `${words.t('hand.place', { t: seen, n: n_steps })}. ${asked ? '' : words.t('hand.later')}`;
    step.disabled = on.disabled = seen === n_steps;
    question.hidden = !asked;
  };
  /** @param {string} key @param {Record<string, string>} [values] */
  const tell = (key, values = {}) => {
    if (!sequence) return;
    const t = seen - 1;
    const why = reasonAt(sequence, t, words);
    const answer = answerAt(sequence, t, words);
    reply.textContent = `${words.t(key, { answer, ...values })} ${words.t(why.key, why.values)}`;
  };
  /** @param {string} text as typed, or the mark of a class */
  const judge = (text) => {
    if (!sequence) return;
    const t = seen - 1;
    if (sequence.classes.length) return tell(text === answerAt(sequence, t, words) ? 'hand.right' : 'hand.wrong');
    const value = parseNumber(text);
    if (value === null) return void (reply.textContent = words.t('hand.number'));
    const miss = missBy(sequence, t, value);
    if (Math.abs(miss) <= NEAR * Math.max(1, sequence.deviation)) return tell('hand.right');
    tell('hand.off', { miss: words.fixed(Math.abs(miss), 2) });
  };
  /** What a series was scaled by, asked for once. */
  const learnScale = async () => {
    const { description } = session;
    if (scale.of === description || description?.sequences?.content !== 'series') return;
    scale = { of: description, mean: 0, deviation: 1 };
    const series = await session.askSequences('series');
    if (!series || session.description !== description) return;
    scale = { of: description, mean: series.mean, deviation: series.deviation };
    if (sequence) sequence = { ...sequence, ...scale };
    draw();
  };
  return {
    element,
    draw({ sequence: picture }) {
      const { sequences } = session.description ?? {};
      if (!picture || !sequences) return;
      const { passage } = picture;
      if (sequence?.task === sequences.task && equal(passage.x, sequence.x) && equal(passage.y, sequence.y)) return;
      const { mean, deviation } = scale.of === session.description ? scale : { mean: 0, deviation: 1 };
      sequence = { ...sequences, ...passage, mean, deviation };
      answers.set(sequence);
      begin();
      learnScale().catch(app.fail);
    },
  };
}

/**
 * @param {Float64Array} a
 * @param {Float64Array} b
 */
const equal = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);

/**
 * Where the answer is given: a button for each class, or a field.
 * @param {App} app
 * @param {(text: string) => void} given
 */
function answersOf({ words }, given) {
  const id = newId();
  const buttons = h('div', { 'class': 'row', 'role': 'group', 'aria-label': words.t('hand.ask'), 'title': words.t('hand.ask.hint') });
  const input = h('input', { id, type: 'text', name: 'hand-answer', title: words.t('hand.ask.hint'), autocomplete: 'off', spellcheck: 'false' });
  const check = h('button', { type: 'button', name: 'hand.check', title: words.t('hand.check.hint'), click: () => given(printed(input.value)) }, words.t('hand.check'));
  input.addEventListener('keydown', (event) => void (event.key === 'Enter' && given(printed(input.value))));
  const label = h('label', { 'for': id, 'class': 'label' }, words.t('hand.ask'));
  const field = h('div', { class: 'row' }, label, input, check);
  return {
    element: h('div', {}, buttons, field),
    /** @param {Sequence} sequence */
    set({ classes }) {
      const few = classes.length > 0 && classes.length <= MOST_BUTTONS;
      buttons.hidden = !few;
      field.hidden = few;
      input.value = '';
      input.inputMode = classes.length ? 'text' : 'decimal';
      input.maxLength = classes.length ? 1 : 12;
      const shown = few ? classes.map(printed) : [];
      buttons.replaceChildren(
        h('span', { 'class': 'label', 'aria-hidden': 'true' }, words.t('hand.ask')),
        ...shown.map((mark) => h('button', { type: 'button', class: 'class', value: mark, click: () => given(mark) }, mark)),
      );
    },
  };
}
