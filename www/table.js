// @ts-check
// Points from a table: pasted, opened, or dropped on the element. Reading it is the module's work.

import { menu, newId } from './controls.js';
import { fitting } from './datasets.js';
import { h } from './dom.js';
import { isTable } from './files.js';
import { explain } from './hints.js';
import { dropZone, pasteBox } from './paste.js';
import { flatten } from './state.js';
import { load as fetchModule } from './wasm.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./pkg/neurone.js").TableInfo} TableInfo
 * @typedef {import("./wasm.js").Modules["tables"]} Tables
 */

/** Different numbers up to which a column of them is taken for classes at first. */
const FEW = 6;

/**
 * Which columns are taken at first: the first two of numbers, and the last other one. Numbers that only count the rows
 * come last, and where there is but one column, x₂ is none.
 * @param {Pick<TableInfo, "names" | "numeric">} info
 * @returns {{ x1: number, x2: number | null, y: number }}
 */
export function guess({ names, numeric }) {
  const numbers = names.map((_, i) => i).filter((i) => numeric[i]);
  const words = names.map((_, i) => i).filter((i) => !numeric[i]);
  const y = words.at(-1) ?? (numbers.length > 2 ? numbers.at(-1) : undefined) ?? names.length - 1;
  // A gap makes a column one of words: taken all the same, it is named.
  const rest = [...numbers, ...words].filter((i) => i !== y);
  // Beside columns with names, "1" is the first one's that has none.
  const counts = /^(id|index)$/i.test(names[0] ?? '') || (names[0] === '1' && names[1] !== '2');
  if (counts && numeric[0] && rest.length > 2) rest.push(...rest.splice(0, 1));
  const [x1 = 0, x2 = null] = rest;
  return { x1, x2, y };
}

/**
 * @param {App} app
 * @param {() => void} reveal has it shown
 * @returns {Part}
 */
export function table(app, reveal) {
  const { words } = app;
  const [valuesId, scaleId] = [newId(), newId()];
  const { parts, text, fault, attempt, load } = pasteBox(app, {
    label: words.t('table.paste'),
    hint: words.t('table.paste.hint'),
    example: words.t('table.example'),
    limits: words.t('table.limits'),
    accept: '.csv,.tsv,.txt,text/csv,text/plain',
    read: () => fetchModule('tables').then(read, app.fail),
    cleared: () => void (columns.hidden = true),
  });
  const found = h('p', { class: 'caption' });
  const menus = ['x1', 'x2', 'y'].map((name) => menu(words.t(`table.${name}`), [], () => describe(), words.t(`table.${name}.hint`), name));
  const values = h('input', { id: valuesId, type: 'checkbox', change: () => describe() });
  const scale = h('input', { id: scaleId, type: 'checkbox' });
  const use = h('button', { type: 'button', title: words.t('table.use.hint'), click: () => take() }, words.t('table.use'));
  const columns = h(
    'div',
    { class: 'own', hidden: true },
    h('div', { class: 'fields' }, ...menus.map(({ element }) => element)),
    explain(h('div', { class: 'check' }, values, h('label', { for: valuesId }, words.t('table.values'))), words.t('table.values.hint')),
    explain(h('div', { class: 'check' }, scale, h('label', { for: scaleId }, words.field('standardize'))), words.t('hint.standardize')),
    found,
    h('div', { class: 'row' }, use),
  );
  const element = h('div', { class: 'own' }, ...parts, columns);
  /** @type {TableInfo | null} */
  let info = null;
  /** What reads, since the first text. @type {Tables} */
  let tables;

  /** @param {Tables} module */
  const read = (module) => {
    tables = module;
    info = null;
    fault.textContent = '';
    if (text.value.trim()) info = attempt(() => tables.read_table(text.value));
    columns.hidden = !info;
    if (!info) return;
    const { names } = info;
    const first = Object.values(guess(info));
    menus.forEach(({ select }, i) => {
      select.replaceChildren(...names.map((name, k) => h('option', { value: k }, name)));
      if (i === 1) select.append(h('option', { value: '' }, words.t('table.none')));
      select.value = String(first[i] ?? '');
    });
    values.checked = false;
    const { y = [] } = (info.numeric[first[2] ?? 0] && attempt(() => chosen(true))) || {};
    fault.textContent = '';
    const distinct = new Set(y).size;
    values.checked = distinct > Math.min(FEW, Math.max(y.length - 1, 3)) || y.some((one) => !Number.isInteger(one));
    describe();
  };
  /** @param {boolean} asValues */
  const chosen = (asValues) => {
    const [x1 = '', x2 = '', y = ''] = menus.map(({ select }) => select.value);
    const points = tables.table_points(text.value, Number(x1), Number(x2 || x1), Number(y), asValues);
    if (!x2) for (const point of points.x) point[1] = 0;
    return points;
  };
  const describe = () => {
    const read = attempt(() => chosen(values.checked));
    use.disabled = !read;
    found.textContent = read
      ? words.t(values.checked ? 'table.found.values' : 'table.found', { n: read.y.length, classes: (read.classes ?? []).join(', ') })
      : '';
    return read;
  };
  const take = async () => {
    const read = describe();
    const { description } = app.session;
    if (!read || !description) return;
    const own = { dataset: /** @type {const} */ ('points'), points: read, standardize: scale.checked };
    if (app.view.pencil) app.show({ pencil: null });
    const accepted = await app.change(fitting(flatten(description.experiment), own));
    if (!accepted) return;
    app.say(found.textContent ?? '');
  };
  const receive = (/** @type {File} */ file) => {
    reveal();
    return load(file);
  };
  const zone = dropZone(app, element, isTable, receive);
  return {
    element,
    update() {
      zone.update();
      const { dropped } = app.view;
      delete app.view.dropped;
      if (dropped) receive(dropped);
    },
    close: zone.close,
  };
}
