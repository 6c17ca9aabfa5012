// @ts-check
// A text as the network reads it: how far it foresaw each character, or what one cell does along it.

import { segmented } from '../controls.js';
import { h, place, readout } from '../dom.js';
import { answersOf, best } from './rows.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 * @typedef {import("../state.js").Picture} Picture
 */

/** Shades that a character can have. */
const SHADES = 64;

/**
 * The colour of a share on the half of the scale from paper to the low end.
 * @param {App} app
 */
export function certainty(app) {
  const table = Array.from({ length: SHADES + 1 }, (_, i) => app.pens.color_scale(app.theme, 0.5 - i / SHADES / 2));
  return (/** @type {number} */ share) => table[Math.round(share * SHADES)] ?? 'transparent';
}

/** The colour of a value from -1 to 1. @param {App} app */
function signed(app) {
  const table = Array.from({ length: 2 * SHADES + 1 }, (_, i) => app.pens.color_scale(app.theme, i / SHADES / 2));
  return (/** @type {number} */ value) => table[Math.round((Math.min(1, Math.max(-1, value)) + 1) * SHADES)] ?? 'transparent';
}

/**
 * A character that shows its shade; the end of a line is seen as one.
 * @param {string} symbol
 */
export const character = (symbol) => h('span', { class: symbol === '\n' ? 'end' : null }, symbol === '\n' ? '↵\n' : symbol);

/**
 * @param {App} app
 * @returns {Part}
 */
export function textPanel(app) {
  const { words, session, view } = app;
  let shown = 'foreseen';
  const by = segmented(
    words.t('text.by'),
    ['foreseen', 'h', 'c'].map((value) => ({ value, text: words.t(`text.by.${value}`), title: words.t(`text.by.${value}.hint`) })),
    (value) => {
      shown = value;
      if (session.picture) draw(session.picture);
    },
  );
  const text = h('p', { class: 'running-text' });
  const caption = h('p', { class: 'caption' });
  const which = readout();
  const choose = (/** @type {number} */ move) => {
    const n = session.description?.experiment.n_hidden ?? 1;
    app.show({ through: { ...view.through, unit: (view.through.unit + move + n) % n } });
  };
  const button = (/** @type {number} */ move, /** @type {string} */ sign, /** @type {string} */ name) =>
    h('button', { 'type': 'button', 'class': 'round small', 'title': name, 'aria-label': name, 'click': () => choose(move) }, sign);
  const units = h('div', { class: 'row' }, button(-1, '‹', words.t('text.unit.before')), which, button(1, '›', words.t('text.unit.after')));
  const head = h('div', { class: 'row from-3' }, by.element, units);
  const element = h('section', { 'class': 'text-panel', 'aria-label': words.t('text') }, head, text, caption);
  let written = '';
  /** @type {HTMLElement[]} */
  let spans = [];
  /** @type {string[]} */
  let tints = [];
  const shades = { foreseen: certainty(app), signed: signed(app) };
  text.addEventListener('click', (event) => {
    const t = spans.indexOf(/** @type {HTMLElement} */ (event.target));
    if (t >= 0) app.show({ through: { ...view.through, t } });
  });
  /** @param {Picture} picture */
  const draw = (picture) => {
    const { sequences: info, current } = session.description ?? {};
    const passage = picture.sequence?.passage;
    element.hidden = info?.content !== 'text';
    if (!info || !current || !passage || info.content !== 'text') return;
    const n = info.inputs.length;
    const symbols = Array.from({ length: passage.n_steps }, (_, t) => info.inputs[best(passage.x.subarray(t * n, (t + 1) * n))] ?? '');
    if (symbols.join('') !== written) {
      written = symbols.join('');
      spans = symbols.map(character);
      tints = [];
      text.replaceChildren(...spans);
    }
    const layers = passage.layers;
    const layer = Math.min(view.through.layer, layers.length - 1);
    const has = layers[layer]?.some(({ name }) => name === 'c');
    if (shown === 'c' && !has) shown = 'h';
    for (const button of by.element.querySelectorAll('button')) if (button.value === 'c') button.disabled = !has;
    by.set(shown);
    const row = layers[layer]?.find(({ name }) => name === shown);
    const width = (row?.values.length ?? 0) / passage.n_steps;
    const unit = Math.min(view.through.unit, width - 1);
    units.hidden = !row;
    which.value = words.t('text.unit', { unit: unit + 1 });
    const answers = answersOf(passage, info, current.output);
    spans.forEach((span, t) => {
      // A character is answered for one step before it is read.
      const before = answers[t - 1];
      const foreseen = before?.foreseen ?? 0;
      const tint = row ? shades.signed(row.values[t * width + unit] ?? 0) : shades.foreseen(foreseen);
      if (tint !== tints[t]) place(span, { '--tint': tint });
      tints[t] = tint;
      span.classList.toggle('missed', !row && before !== undefined && before.given !== before.wanted);
      span.classList.toggle('here', t === view.through.t);
    });
    caption.textContent = row
      ? words.t('text.cell', { name: shown, unit: unit + 1 })
      : words.t('text.foreseen', { share: words.percent(answers.reduce((sum, one) => sum + one.foreseen, 0) / answers.length) });
  };
  return {
    element,
    draw,
  };
}
