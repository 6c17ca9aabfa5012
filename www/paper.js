// @ts-check
// What is worked out by hand as on paper: what, how it is written, and to take along.

import { newId, segmented } from './controls.js';
import { h, write } from './dom.js';
import { fault } from './files.js';
import { explain } from './hints.js';
import { sheet } from './lines.js';
import { Turns } from './turns.js';
import { parseNumber } from './words.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./sheet.js").Group} Group
 * @typedef {import("./sheet.js").WorkedLine} WorkedLine
 */

/**
 * @typedef {object} Style how a sheet is written
 * @property {number} decimals
 * @property {boolean} blank whether what is to be found is left out
 */

/**
 * @typedef {object} Exercise what is worked out
 * @property {string} name of its words
 * @property {() => Style} style to be changed in place
 * @property {(tell: (text: string) => void) => ReturnType<typeof spin>[]} spins what chooses where
 * @property {(decimals: number) => Promise<WorkedLine[] | null>} lines
 * @property {(decimals: number, format: string, blank: boolean) => Promise<string | null>} text of all lines
 * @property {(group: Group, isFirst: boolean, lines: WorkedLine[]) => { title: string, notes: string[] }} heading of a
 *   group, where it is the first of its stage or not
 * @property {(lines: WorkedLine[]) => string} ending what is said below
 */

const DECIMALS = [3, 4, 6];
/** Milliseconds from one sheet to the next while training, at least, and as a multiple of what it takes. */
const PAUSE = 300;
const REST = 6;

/** Whether the tab is open. @param {App} app */
export const isOpen = ({ view }) => view.level === '3' && view.tab === 'worked';

/**
 * @param {App} app
 * @param {Exercise} exercise
 * @returns {Part}
 */
export function paperTab(app, exercise) {
  const { session, words } = app;
  const paper = sheet(app, exercise);
  const message = h('p', { class: 'said', role: 'status' });
  const tell = (/** @type {string} */ text) => write(message, text);
  /** Why there is no sheet. @param {any} error */
  const why = (error) => {
    const key = `${exercise.name}.no.${error.field}`;
    if (!words.has(key)) return words.error(error);
    return words.t(key, { n: Number(error.got), most: Number(error.expected?.[1]) });
  };
  const controls = choices(app, exercise, tell, why);

  let refused = '';
  paper.element.addEventListener('scroll', () => void turns.ask());
  const turns = new Turns(async () => {
    if (!isOpen(app) || !paper.element.isConnected) return;
    const begin = performance.now();
    await workOut();
    if (session.playing) await rest(Math.max(PAUSE, REST * (performance.now() - begin)));
  });
  const workOut = async () => {
    const { decimals, blank } = exercise.style();
    try {
      const lines = await exercise.lines(decimals);
      if (!lines) return;
      paper.draw(lines, blank);
      if (refused) tell('');
      refused = '';
    } catch (error) {
      if (isFatal(error)) return app.fail(error);
      refused = why(error);
      paper.clear();
      tell(refused);
    }
    controls.allow(!refused);
    // What is laid out counts too.
    await rest(0);
  };
  return {
    element: h('div', { class: 'by-hand' }, controls.element, message, paper.element),
    update() {
      if (!isOpen(app)) return;
      controls.update();
      turns.ask();
    },
    draw: () => void turns.ask(),
    close: paper.close,
  };
}

const rest = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** @param {any} error */
const isFatal = ({ code }) => code === undefined || code === 'trapped' || code === 'freed';

/**
 * What is worked out, how many decimals, with gaps or without, and to take along.
 * @param {App} app
 * @param {Exercise} exercise
 * @param {(text: string) => void} tell
 * @param {(error: any) => string} why
 */
function choices(app, exercise, tell, why) {
  const { words } = app;
  const set = (/** @type {Partial<Style>} */ patch) => {
    Object.assign(exercise.style(), patch);
    app.show({});
  };
  const spins = exercise.spins(tell);
  const decimals = segmented(
    words.t('worked.decimals'),
    DECIMALS.map((n) => ({ value: String(n), text: String(n) })),
    (value) => set({ decimals: Number(value) }),
    words.t('worked.decimals.hint'),
  );
  const blank = h('input', { type: 'checkbox', name: 'worked-blank' });
  blank.addEventListener('change', () => set({ blank: blank.checked }));
  const take = async (/** @type {string} */ format) => {
    const { decimals: n, blank: gaps } = exercise.style();
    tell('');
    try {
      await copy(exercise.text(n, format, gaps));
      tell(words.t('worked.copied'));
    } catch (error) {
      if (isFatal(error)) app.fail(error);
      else tell(why(error));
    }
  };
  const copies = ['latex', 'markdown'].map((format) =>
    h(
      'button',
      { type: 'button', name: `worked-${format}`, title: words.t(`worked.${format}.hint`), click: () => take(format) },
      words.t(`worked.${format}`),
    ),
  );
  return {
    element: h(
      'div',
      { class: 'sheet-controls' },
      ...spins.map(({ element }) => element),
      h(
        'div',
        { class: 'sheet-control' },
        h('span', { 'class': 'label', 'aria-hidden': 'true' }, words.t('worked.decimals')),
        decimals.element,
      ),
      explain(h('label', { class: 'sheet-control' }, blank, words.t('worked.blank')), words.t('worked.blank.hint')),
      h('div', { class: 'sheet-control' }, ...copies),
    ),
    update() {
      for (const one of spins) one.update();
      decimals.set(String(exercise.style().decimals));
      blank.checked = exercise.style().blank;
    },
    /** @param {boolean} copying whether there is something to copy */
    allow(copying) {
      for (const button of copies) button.disabled = !copying;
    },
  };
}

/**
 * A number from 1 on with a button for the one before and the one after.
 * @param {App} app
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.label
 * @param {string} options.hint
 * @param {[string, string]} options.turns names of both buttons
 * @param {string} options.field what an error calls it
 * @param {() => number} options.get from 0
 * @param {(value: number) => void} options.set
 * @param {() => number} options.most
 * @param {(text: string) => void} options.tell
 */
export function spin({ words }, { name, label, hint, turns: [previous, next], field, get, set, most, tell }) {
  const id = newId();
  const go = (/** @type {number} */ value) => {
    input.removeAttribute('aria-invalid');
    tell('');
    set(value);
  };
  const input = h('input', { id, name: `worked-${name}`, type: 'text', inputmode: 'numeric', autocomplete: 'off' });
  input.addEventListener('change', () => {
    const value = parseNumber(input.value);
    if (value !== null && Number.isInteger(value) && value >= 1 && value <= most()) return go(value - 1);
    input.setAttribute('aria-invalid', 'true');
    tell(words.error({ code: 'out_of_range', field, got: input.value, expected: [1, most()] }));
  });
  const turn = (/** @type {string} */ way, /** @type {string} */ title, /** @type {string} */ sign, /** @type {number} */ by) => {
    const click = () => go((get() + by + most()) % most());
    return h('button', { type: 'button', name: `worked-${name}-${way}`, title, 'aria-label': title, click }, sign);
  };
  const count = h('span', { class: 'caption' });
  const element = explain(
    h(
      'div',
      { class: 'sheet-control' },
      h('label', { class: 'label', for: id }, label),
      turn('previous', previous, '‹', -1),
      input,
      turn('next', next, '›', 1),
      count,
    ),
    hint,
  );
  return {
    element,
    update() {
      if (input.getAttribute('aria-invalid') !== 'true') input.value = words.plain(get() + 1);
      count.textContent = words.t('worked.of', { m: most() });
    },
  };
}

/**
 * Copies a text to come: some browsers allow it only while a click is served.
 * @param {Promise<string | null>} text
 */
async function copy(text) {
  const { clipboard } = navigator;
  if (!clipboard) throw fault('not_allowed');
  try {
    if (typeof ClipboardItem !== 'function' || !clipboard.write) return await clipboard.writeText((await text) ?? '');
    const blob = text.then((one) => new Blob([one ?? ''], { type: 'text/plain' }));
    // A browser that refuses does not wait for it.
    blob.catch(() => {});
    await clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
  } catch (error) {
    await text;
    throw fault('not_allowed');
  }
}
