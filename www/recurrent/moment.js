// @ts-check
// A moment of a passage in words, and all moments of one cell in a table.

import { h } from '../dom.js';
import { term, termOf } from '../hints.js';
import { numberOf } from './cellequations.js';
import { aboutPart } from './look.js';
import { firstOf, inYears } from './part.js';
import { answersOf, printed, symbolsOf } from './rows.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 * @typedef {import("../pkg/neurone.js").Passage} Passage
 * @typedef {import("./rows.js").Answer} Answer
 */

/**
 * What is read at a step: the symbol, or the numbers.
 * @param {App} app
 * @param {Passage} passage
 * @param {number} t
 */
function inputAt({ words, session }, passage, t) {
  const info = session.description?.sequences;
  if (!info) return '';
  const symbol = symbolsOf(passage, info)[t];
  if (symbol !== undefined) return `x = ${symbol}`;
  const n = info.inputs.length;
  return info.inputs.map((mark, i) => `${mark} = ${words.fixed(passage.x[t * n + i] ?? NaN, 2)}`).join(words.t('and'));
}

/** What a step is called: its number in the whole, or its year. @param {App} app @param {number} t */
const whenOf = (app, t) => String(firstOf(app) + app.view.through.from + t);

/**
 * The step under the cursor, in one sentence.
 * @param {App} app
 * @param {Passage} passage
 * @param {Answer[]} answers
 */
export function readingAt(app, passage, answers) {
  const { words, view } = app;
  const { n_steps, layers } = passage;
  const t = Math.min(view.through.t, n_steps - 1);
  const inside = layers[Math.min(view.through.layer, layers.length - 1)] ?? [];
  const width = (inside[0]?.values.length ?? 0) / n_steps;
  const unit = Math.min(view.through.unit, width - 1);
  const values = inside.map(({ name, values: all }) => `${name} ${words.fixed(all[t * width + unit] ?? NaN, 2)}`);
  const answer = answers.find((one) => one.t === t);
  return words.t('time.read', {
    when: inYears(app) ? whenOf(app, t) : `t = ${whenOf(app, t)}`,
    input: inputAt(app, passage, t),
    unit: unit + 1,
    values: values.join(words.t('and')),
    answer: answer ? answerText(app, answer) : words.t('time.read.silent'),
  });
}

/**
 * @param {App} app
 * @param {Answer} answer
 */
function answerText({ words, session }, { given, wanted, share, counted }) {
  const classes = session.description?.sequences?.classes ?? [];
  const name = (/** @type {number} */ k) => printed(classes[k] ?? '');
  if (!classes.length) return words.t('time.read.value', { given: words.fixed(given, 3), wanted: words.fixed(wanted, 3) });
  const key = !counted ? 'uncounted' : given === wanted ? 'right' : 'wrong';
  return words.t(`time.read.${key}`, { given: name(given), share: words.percent(share), wanted: name(wanted) });
}

/**
 * All steps of the chosen cell, as a table that is filled while it is open.
 * @param {App} app
 * @returns {Part}
 */
export function twin(app) {
  const { words, session, view } = app;
  const caption = h('caption');
  const head = h('tr');
  const body = h('tbody');
  const table = h('table', { class: 'counts' }, caption, h('thead', {}, head), body);
  const element = h('details', { class: 'more twin from-3' }, h('summary', { title: words.t('time.table.hint') }, words.t('time.table')), h('div', { class: 'scroll', tabindex: 0 }, table));
  let shown = '';
  const fill = () => {
    const { sequences: info, current } = session.description ?? {};
    const passage = session.picture?.sequence?.passage;
    if (!element.open || !info || !current || !passage) return;
    const { layers, n_steps } = passage;
    const { layer, unit } = view.through;
    const inside = layers[Math.min(layer, layers.length - 1)] ?? [];
    const width = (inside[0]?.values.length ?? 0) / n_steps;
    const u = Math.min(unit, width - 1);
    const answers = new Map(answersOf(passage, info, current.output).map((one) => [one.t, one]));
    const name = (/** @type {number} */ value) => (info.classes.length ? printed(info.classes[value] ?? '') : words.fixed(value, 3));
    caption.textContent = words.t('time.table.caption', { unit: u + 1, layer: layer + 1 });
    const now = [current.cell, ...inside.map((row) => row.name)].join();
    if (now !== shown) head.replaceChildren(...headOf(app, current.cell, inside.map((row) => row.name)));
    shown = now;
    body.replaceChildren(
      ...Array.from({ length: n_steps }, (_, t) => {
        const one = answers.get(t);
        const cells = [
          inputAt(app, passage, t).replace(/^x = /, ''),
          ...inside.map(({ values }) => words.fixed(values[t * width + u] ?? NaN, 3)),
          one ? name(one.given) : '',
          one ? name(one.wanted) : '',
        ];
        return h('tr', {}, h('th', { scope: 'row' }, whenOf(app, t)), ...cells.map((text) => h('td', {}, text)));
      }),
    );
  };
  element.addEventListener('toggle', fill);
  return { element, update: fill, draw: fill };
}

/**
 * What stands above the columns, each with what it means and the number of its equation.
 * @param {App} app
 * @param {string} cell
 * @param {string[]} names of the values inside
 */
function headOf(app, cell, names) {
  const { words } = app;
  const part = (/** @type {string} */ name) => {
    const number = numberOf(cell, name);
    return term(name, `${aboutPart(app, cell, name)}${number === null ? '' : ` (${number})`}`);
  };
  const [first, ...last] = ['time.t', 'time.part.output', 'time.part.target'].map((key) =>
    termOf(words, key, key === 'time.t' ? 't' : words.t(key)),
  );
  return [first, ...['x', ...names].map(part), ...last].map((one) => h('th', { scope: 'col' }, one));
}
