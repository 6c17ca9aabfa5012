// @ts-check
// Controls that several parts share.

import { h, rove, stop } from './dom.js';
import { explain } from './hints.js';
import { fromText } from './state.js';

/** @typedef {import("./state.js").App} App */

let serial = 0;
/** An id that is unique within the page. */
export const newId = () => `n${(serial += 1)}`;

/**
 * A row of buttons of which one is on: a radio group with one tab stop.
 * @param {string} label
 * @param {{ value: string, text: string | Node, title?: string }[]} options
 * @param {(value: string) => void} chosen
 * @param {string} [hint] of the whole, for options without one
 */
export function segmented(label, options, chosen, hint) {
  const buttons = options.map(({ value, text, title }) =>
    h(
      'button',
      {
        'type': 'button',
        'role': 'radio',
        value,
        'title': title ?? null,
        'aria-checked': 'false',
        'click': () => chosen(value),
      },
      text,
    ),
  );
  const element = h('div', { 'class': 'segmented', 'role': 'radiogroup', 'aria-label': label, 'title': hint ?? null }, ...buttons);
  rove(
    element,
    () => buttons.filter((button) => button.checkVisibility()),
    (button) => button.click(),
  );
  return {
    element,
    /** @param {string | null} value */
    set(value) {
      for (const button of buttons) button.setAttribute('aria-checked', String(button.value === value));
      stop(buttons, buttons.find((button) => button.value === value) ?? buttons[0]);
    },
  };
}

/**
 * A text field for one field of the experiment. What the module refuses stays in the field, marked,
 * and the model runs on.
 * @param {App} app
 * @param {keyof import("./state.js").Experiment} name
 * @param {{ target?: () => keyof import("./state.js").Experiment, none?: string, key?: string }} [options] `target`: the
 *   field that it stands for at present; `none`: what 0 means, said by an empty field; `key`: what its
 *   words go by, where not by its name
 */
export function numberField(app, name, { target = () => name, none, key: chosen } = {}) {
  const { words, session } = app;
  // Of sequences some fields mean another thing.
  const key = chosen ?? (session.description?.sequences && words.has(`field.${name}.sequences`) ? `${name}.sequences` : name);
  const id = newId();
  const input = h('input', {
    id,
    type: 'text',
    inputmode: name === 'hidden' ? 'text' : 'decimal',
    autocomplete: 'off',
    spellcheck: 'false',
    name,
    placeholder: none ?? (name === 'hidden' ? words.t('hidden.none') : null),
  });
  const element = explain(
    h('div', { class: `field ${name}` }, h('label', { for: id }, words.field(key)), input),
    words.t(`hint.${key}`),
  );
  let shown = '';
  const field = () => app.schema.find((one) => one.name === target());
  const commit = async () => {
    const entry = field();
    if (!entry || (input.value === shown && input.getAttribute('aria-invalid') !== 'true')) return;
    const value = none && !input.value.trim() ? 0 : fromText(entry, input.value);
    const accepted = await app.change({ [entry.name]: value });
    input.setAttribute('aria-invalid', String(!accepted));
    input.setAttribute('aria-errormessage', 'alert');
    input.dataset.field = entry.name;
  };
  input.addEventListener('change', commit);
  return {
    element,
    input,
    /** @param {unknown} value */
    set(value) {
      const text = none && value === 0 ? '' : words.plain(value);
      if (text === shown && input.getAttribute('aria-invalid') === 'true') return;
      shown = input.value = text;
      input.removeAttribute('aria-invalid');
    },
  };
}

/**
 * A small button that is on or off, as `aria-pressed` says.
 * @param {string} text
 * @param {string} title
 * @param {() => void} click
 */
export function toggle(text, title, click) {
  return h('button', { 'type': 'button', 'class': 'toggle plain', title, 'aria-pressed': 'false', click }, text);
}

/**
 * A button that draws a new seed.
 * @param {App} app
 * @param {"seed" | "data_seed"} field
 */
export function newSeed(app, field) {
  const key = field === 'seed' ? 'seed.new' : 'data_seed.new';
  return h(
    'button',
    {
      'type': 'button',
      'class': 'round small',
      'aria-label': app.words.t(key),
      'title': app.words.t(`${key}.hint`),
      'click': () => app.change({ [field]: undefined }),
    },
    '⚄',
  );
}

/**
 * A choice from a list, in a native menu.
 * @param {string} label
 * @param {Node[]} options `option` and `optgroup` elements
 * @param {(value: string) => void} chosen
 * @param {string} hint
 * @param {string} [className]
 */
export function menu(label, options, chosen, hint, className = '') {
  const id = newId();
  const select = h('select', { id }, ...options);
  select.addEventListener('change', () => chosen(select.value));
  return {
    element: explain(h('div', { class: `field ${className}` }, h('label', { for: id }, label), select), hint),
    select,
  };
}
