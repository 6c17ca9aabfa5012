// @ts-check
// A text that the network goes on by itself, character by character.

import { newId } from '../controls.js';
import { h, place } from '../dom.js';
import { explain } from '../hints.js';
import { parseNumber } from '../words.js';
import { certainty, character } from './text.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 */

/** The numbers that are asked for: where they begin and what they can be. */
const NUMBERS = /** @type {const} */ ({
  n: { value: 120, range: [1, 2000], whole: true },
  temperature: { value: 0.5, range: [0, 100], whole: false },
  top_k: { value: 0, range: [0, 128], whole: true },
  sampling_seed: { value: 0, range: [0, 4294967295], whole: true },
});

/**
 * A typed number, or an error as the module would throw it.
 * @param {keyof typeof NUMBERS} field
 * @param {string} text
 */
export function readNumber(field, text) {
  const { range, whole } = NUMBERS[field];
  const value = parseNumber(text);
  const error = { field, got: text.trim(), at: null };
  if (value === null || (whole && !Number.isInteger(value))) {
    throw { ...error, code: 'wrong_kind', expected: whole ? 'integer' : 'number' };
  }
  if (value < range[0] || value > range[1]) throw { ...error, code: 'out_of_range', expected: [...range] };
  return value;
}

/**
 * @param {App} app
 * @returns {Part}
 */
export function sampling(app) {
  const { words, session } = app;
  /** @param {string} name @param {string} value */
  const field = (name, value) => {
    const id = newId();
    const input = h('input', { id, name, type: 'text', autocomplete: 'off', spellcheck: 'false', value });
    if (name !== 'prompt') input.inputMode = 'decimal';
    const className = `field ${name}${name === 'prompt' ? ' from-2' : ''}`;
    const box = explain(h('div', { class: className }, h('label', { for: id }, words.field(name)), input), words.t(`sampling.${name}.hint`));
    return { box, input };
  };
  const prompt = field('prompt', '');
  const names = /** @type {(keyof typeof NUMBERS)[]} */ (Object.keys(NUMBERS));
  const numbers = names.map((name) => ({ name, ...field(name, words.plain(NUMBERS[name].value)) }));
  const all = [prompt.input, ...numbers.map(({ input }) => input)];
  const button = h('button', { type: 'submit', class: 'go-on', title: words.t('sampling.continue.hint') }, words.t('sampling.continue'));
  const result = h('p', { 'class': 'running-text sampled', 'aria-live': 'polite' });
  const form = h('form', { class: 'sampling-form' }, prompt.box, h('div', { class: 'fields from-3' }, ...numbers.map(({ box }) => box)), button);
  const note = h('p', { class: 'caption' });
  const element = h('section', { 'class': 'sampling', 'aria-label': words.t('sampling') }, h('h4', {}, words.t('sampling')), form, result, note);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const [n = 0, temperature = 0, k = 0, seed = 0] = numbers.map(({ name, input }) => readNumber(name, input.value));
      const answer = await session.askSequences('continue_text', prompt.input.value, n, temperature, k, seed);
      if (answer) write(answer);
      for (const input of all) input.removeAttribute('aria-invalid');
      app.fail({ faults: [] });
    } catch (error) {
      const { field: at = '' } = /** @type {{ field?: string }} */ (error);
      for (const input of all) input.setAttribute('aria-invalid', String(input.name === at));
      app.fail(error);
    }
  });
  /** @param {{ text: string, probability: Float64Array }} answer */
  const write = ({ text, probability }) => {
    const shade = certainty(app);
    const drawn = [...text].map((symbol, i) => {
      const span = character(symbol);
      span.title = words.percent(probability[i] ?? 0);
      place(span, { '--tint': shade(probability[i] ?? 0) });
      return span;
    });
    result.replaceChildren(h('span', { class: 'prompt' }, prompt.input.value), ...drawn);
    const mean = probability.reduce((sum, p) => sum + p, 0) / probability.length;
    note.textContent = words.t('sampling.note', { share: words.percent(mean), step: session.step });
  };
  let begun = '';
  return {
    element,
    update() {
      const { sequences, experiment } = session.description ?? {};
      element.hidden = sequences?.content !== 'text';
      const now = JSON.stringify([experiment?.task, experiment?.text]);
      if (element.hidden || now === begun) return;
      result.replaceChildren();
      note.textContent = words.t('sampling.invite');
      // The text's own beginning is a prompt that it has every character of.
      session.askSequences('text').then(
        (text) => {
          if (text === null) return;
          begun = now;
          prompt.input.value = text.split('\n')[0]?.slice(0, 12) ?? '';
        },
        () => {},
      );
    },
  };
}
