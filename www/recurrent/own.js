// @ts-check
// The reader's own sequences: zeros and ones, a text, a drawn signal, a column of a table.

import { menu, newId, segmented } from '../controls.js';
import { h } from '../dom.js';
import { isTable } from '../files.js';
import { explain } from '../hints.js';
import { dropZone, pasteBox } from '../paste.js';
import { load as fetchModule } from '../wasm.js';
import { signalBoard } from './signal.js';
import { take } from './tasks.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 * @typedef {import("../wasm.js").Modules["tables"]} Tables
 */

const KINDS = /** @type {const} */ (['bits', 'text', 'signal', 'column']);
/** The usual length of a window of a series. */
const WINDOW = 40;
/** Percent of a series kept for testing. */
const KEPT = 20;

/** Whether a file is a table rather than a text. @param {File} file */
const hasColumns = ({ name, type }) => /\.(csv|tsv|tab)$/i.test(name) || /csv|tab-separated/.test(type);

/**
 * How long the windows of a series of `n` values are: half of what is learnt from where the usual length
 * does not fit, 0 for the usual one.
 * @param {number} n
 */
export function windowOf(n) {
  const learnt = n - Math.ceil((n * KEPT) / 100);
  return learnt > WINDOW + 1 ? 0 : Math.max(2, Math.floor(learnt / 2));
}

/**
 * Learns from a series; the running model stays where it will not do.
 * @param {App} app
 * @param {number[]} series
 */
async function useSeries(app, series) {
  const taken = await take(app, { task: 'series', series, n_steps: windowOf(series.length), test_share: KEPT });
  if (taken) app.say(app.words.t('own.series', { n: series.length }));
}

/**
 * @param {App} app
 * @param {() => void} reveal has it shown
 * @returns {Part}
 */
export function ownSequences(app, reveal) {
  const { words } = app;
  const [bits, text, column] = [ownBits(app), ownText(app), ownColumn(app)];
  const panels = { bits: bits.element, text: text.element, signal: signalBoard(app, (series) => useSeries(app, series)), column: column.element };
  const kinds = segmented(
    words.t('own.kinds'),
    KINDS.map((value) => ({ value, text: words.t(`own.${value}`), title: words.t(`own.${value}.hint`) })),
    (kind) => open(kind),
  );
  const open = (/** @type {string} */ kind) => {
    kinds.set(kind);
    for (const [name, panel] of Object.entries(panels)) panel.hidden = name !== kind;
  };
  open('bits');
  const element = h('div', { class: 'own' }, kinds.element, ...Object.values(panels));
  // What was wrong with the last try is no longer so.
  element.addEventListener('input', () => app.fail({ faults: [] }));
  const zone = dropZone(app, element, isTable, (file) => {
    reveal();
    const target = hasColumns(file) ? 'column' : 'text';
    open(target);
    return (target === 'column' ? column : text).load(file);
  });
  return {
    element,
    update() {
      zone.update();
      const { experiment } = app.session.description ?? {};
      bits.set(experiment?.task === 'bits' ? (experiment.text ?? '') : '');
    },
    close: zone.close,
  };
}

/** @param {App} app */
function ownBits(app) {
  const { words } = app;
  const id = newId();
  const input = h('input', { id, type: 'text', name: 'bits', inputmode: 'numeric', autocomplete: 'off', spellcheck: 'false', placeholder: '0 1 1 0 1 1' });
  const use = async () => {
    const taken = await take(app, { task: 'bits', text: input.value });
    input.setAttribute('aria-invalid', String(!taken));
  };
  input.addEventListener('keydown', (event) => void (event.key === 'Enter' && use()));
  let shown = '';
  return {
    element: h(
      'div',
      { class: 'own' },
      explain(h('div', { class: 'field' }, h('label', { for: id }, words.t('own.bits.label')), input), words.t('own.bits.hint')),
      h('div', { class: 'row' }, h('button', { type: 'button', name: 'use-bits', title: words.t('own.use.hint'), click: use }, words.t('own.use'))),
    ),
    /** @param {string} text */
    set(text) {
      if (text && text !== shown) input.value = text;
      shown = text;
    },
  };
}

/** @param {App} app */
function ownText(app) {
  const { words } = app;
  const box = pasteBox(app, {
    label: words.t('own.text.label'),
    hint: words.t('own.text.hint'),
    example: words.t('own.text.example'),
    limits: words.t('own.text.limits'),
    accept: '.txt,text/plain',
    read: () => void (box.fault.textContent = ''),
    cleared: () => void (box.text.value = ''),
  });
  box.text.wrap = 'soft';
  const use = async () => {
    if (await take(app, { task: 'text', text: box.text.value })) app.say(words.t('own.texted', { n: box.text.value.length }));
  };
  const button = h('button', { type: 'button', name: 'use-text', title: words.t('own.use.hint'), click: use }, words.t('own.use'));
  return { element: h('div', { class: 'own' }, ...box.parts, h('div', { class: 'row' }, button)), load: box.load };
}

/** @param {App} app */
function ownColumn(app) {
  const { words } = app;
  /** @type {number[] | null} */
  let series = null;
  const columns = menu(words.t('own.column.which'), [], () => choose(), words.t('own.column.which.hint'), 'column');
  const found = h('p', { class: 'caption' });
  const use = h('button', { type: 'button', name: 'use-column', title: words.t('own.use.hint'), click: () => series && useSeries(app, series) }, words.t('own.use'));
  const chosen = h('div', { class: 'own', hidden: true }, columns.element, found, h('div', { class: 'row' }, use));
  const box = pasteBox(app, {
    label: words.t('table.paste'),
    hint: words.t('own.column.hint'),
    example: words.t('own.column.example'),
    limits: words.t('own.column.limits'),
    accept: '.csv,.tsv,.txt,text/csv,text/plain',
    read: () => fetchModule('tables').then(read, app.fail),
    cleared: () => void (chosen.hidden = true),
  });
  /** What reads, since the first text. @type {Tables} */
  let tables;
  /** @param {Tables} module */
  const read = (module) => {
    tables = module;
    box.fault.textContent = '';
    const info = box.text.value.trim() ? box.attempt(() => tables.read_table(box.text.value)) : null;
    chosen.hidden = !info;
    if (!info) return;
    columns.select.replaceChildren(...info.names.map((name, i) => h('option', { value: i }, name)));
    // The last column of numbers: the first is often the time. Where there is none, a gap may be why.
    const last = info.numeric.lastIndexOf(true);
    columns.select.value = String(last > 0 ? last : info.names.length - 1);
    choose();
  };
  const choose = () => {
    const values = box.attempt(() => tables.table_series(box.text.value, Number(columns.select.value)));
    series = values && [...values];
    use.disabled = !series;
    found.textContent = series ? words.t('own.found', { n: series.length }) : '';
  };
  return { element: h('div', { class: 'own' }, ...box.parts, chosen), load: box.load };
}
