// @ts-check
// One cell at one time step worked out as on paper, line by line; to copy, also with gaps.

import { newId, segmented } from '../controls.js';
import { h } from '../dom.js';
import { mathPen } from '../formula.js';
import { explain } from '../hints.js';
import { groupsOf } from '../sheet.js';
import { DECIMALS, PAUSE, REST, copy, isFatal, rest, shownLine } from '../worked.js';
import { parseNumber } from '../words.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 * @typedef {import("../sheet.js").WorkedLine} WorkedLine
 */

/** Whether the tab is open. @param {App} app */
const isOpen = ({ view }) => view.level === '3' && view.tab === 'worked';

/** How it is written; what a single step does is small. @param {App} app */
const styleOf = ({ view }) => (view.worked ??= { point: 0, of: '', decimals: 6, blank: false });

/**
 * Which cell at which step, within what there is.
 * @param {App} app
 * @returns {import("../state.js").Through}
 */
function placeOf({ session, view }) {
  const { current } = session.description ?? {};
  const n_steps = session.picture?.sequence?.passage.n_steps ?? 1;
  const { t, layer, unit } = view.through;
  return {
    ...view.through,
    t: Math.min(t, n_steps - 1),
    layer: Math.min(layer, (current?.n_layers ?? 1) - 1),
    unit: Math.min(unit, (current?.n_hidden ?? 1) - 1),
  };
}

/**
 * @param {App} app
 * @returns {Part}
 */
export function workedTab(app) {
  const { session, words } = app;
  const message = h('p', { class: 'said', role: 'status' });
  const tell = (/** @type {string} */ text) => {
    if (message.textContent !== text) message.textContent = text;
  };
  const paper = sheet(app);
  const controls = choices(app, tell);
  let [wanted, busy, refused] = [false, false, ''];
  const look = async () => {
    wanted = true;
    if (busy) return;
    busy = true;
    while (wanted && isOpen(app) && paper.element.isConnected) {
      wanted = false;
      const begin = performance.now();
      await workOut();
      if (session.playing) await rest(Math.max(PAUSE, REST * (performance.now() - begin)));
    }
    busy = false;
  };
  const workOut = async () => {
    const { decimals, blank } = styleOf(app);
    try {
      const lines = await session.byHand('worked_step', placeOf(app), decimals);
      if (!lines) return;
      paper.draw(lines, blank);
      if (refused) tell('');
      refused = '';
    } catch (error) {
      if (isFatal(error)) return app.fail(error);
      refused = why(app, error);
      paper.clear();
      tell(refused);
    }
    controls.allow(!refused);
    await rest(0);
  };
  return {
    element: h('div', { class: 'by-hand' }, controls.element, message, paper.element),
    update() {
      if (!isOpen(app)) return;
      controls.update();
      look();
    },
    draw: () => void look(),
  };
}

/**
 * Why there is no sheet.
 * @param {App} app
 * @param {any} error
 */
function why({ words }, error) {
  const key = `worked_step.no.${error.field}`;
  if (!words.has(key)) return words.error(error);
  return words.t(key, { n: Number(error.got), most: Number(error.expected?.[1]) });
}

/**
 * Which step, which cell, how many decimals, with gaps or without, and to take along.
 * @param {App} app
 * @param {(text: string) => void} tell
 */
function choices(app, tell) {
  const { words, session } = app;
  const style = (/** @type {object} */ patch) => {
    Object.assign(styleOf(app), patch);
    app.show({});
  };
  const spins = {
    t: spin(app, 't', tell, () => session.picture?.sequence?.passage.n_steps ?? 1),
    unit: spin(app, 'unit', tell, () => session.description?.current.n_hidden ?? 1),
    layer: spin(app, 'layer', tell, () => session.description?.current.n_layers ?? 1),
  };
  const decimals = segmented(
    words.t('worked.decimals'),
    DECIMALS.map((n) => ({ value: String(n), text: String(n) })),
    (value) => style({ decimals: Number(value) }),
    words.t('worked.decimals.hint'),
  );
  const blank = h('input', { type: 'checkbox', name: 'worked-blank' });
  blank.addEventListener('change', () => style({ blank: blank.checked }));
  const take = async (/** @type {string} */ format) => {
    const { decimals: n, blank: gaps } = styleOf(app);
    tell('');
    try {
      await copy(session.byHand('worked_step_text', placeOf(app), n, format, gaps, words.decimalComma));
      tell(words.t('worked.copied'));
    } catch (error) {
      if (isFatal(error)) app.fail(error);
      else tell(why(app, error));
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
      ...Object.values(spins).map(({ element }) => element),
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
      for (const one of Object.values(spins)) one.update();
      decimals.set(String(styleOf(app).decimals));
      blank.checked = styleOf(app).blank;
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
 * @param {"t" | "unit" | "layer"} name of what is looked at
 * @param {(text: string) => void} tell
 * @param {() => number} most
 */
function spin(app, name, tell, most) {
  const { words } = app;
  const id = newId();
  const set = (/** @type {number} */ value) => {
    input.removeAttribute('aria-invalid');
    tell('');
    app.show({ through: { ...app.view.through, [name]: value } });
  };
  const input = h('input', { id, name: `worked-${name}`, type: 'text', inputmode: 'numeric', autocomplete: 'off' });
  input.addEventListener('change', () => {
    const value = parseNumber(input.value);
    if (value !== null && Number.isInteger(value) && value >= 1 && value <= most()) return set(value - 1);
    input.setAttribute('aria-invalid', 'true');
    tell(words.error({ code: 'out_of_range', field: `worked.${name}`, got: input.value, expected: [1, most()] }));
  });
  const turn = (/** @type {string} */ way, /** @type {string} */ sign, /** @type {number} */ by) => {
    const label = words.t(`worked_step.${way}.${name}`);
    const click = () => set((placeOf(app)[name] + by + most()) % most());
    return h('button', { type: 'button', name: `worked-${name}-${way}`, title: label, 'aria-label': label, click }, sign);
  };
  const count = h('span', { class: 'caption' });
  const element = explain(
    h(
      'div',
      { class: 'sheet-control' },
      h('label', { class: 'label', for: id }, words.field(`worked.${name}`)),
      turn('previous', '‹', -1),
      input,
      turn('next', '›', 1),
      count,
    ),
    words.t(`worked_step.${name}.hint`),
  );
  return {
    element,
    update() {
      element.hidden = name === 'layer' && most() === 1;
      if (input.getAttribute('aria-invalid') !== 'true') input.value = words.plain(placeOf(app)[name] + 1);
      count.textContent = words.t('worked.of', { m: most() });
    },
  };
}

/**
 * The lines, which stay where they are while their numbers change.
 * @param {App} app
 */
function sheet(app) {
  const { words } = app;
  const pen = mathPen(words);
  const element = h('div', { 'class': 'paper scroll', 'tabindex': 0, 'role': 'group', 'aria-label': words.t('tab.worked') });
  let shape = '';
  /** @type {ReturnType<typeof shownLine>[]} */
  let shown = [];
  const build = (/** @type {WorkedLine[]} */ lines) => {
    shown = lines.map((line) => shownLine(line, pen, words));
    let at = 0;
    const stages = groupsOf(lines).map(({ stage, lines: own }) => {
      const rows = shown.slice(at, (at += own.length));
      return h(
        'section',
        { 'class': 'sheet-stage', 'data-stage': stage },
        h('h4', {}, words.t(`worked.${stage}`)),
        h('p', { class: 'note' }, words.t(`worked_step.${stage}.note`)),
        h('ol', { class: 'lines' }, ...rows.map((row) => row.element)),
      );
    });
    const intro = h('p', { class: 'note' }, words.t('worked_step.intro', { n: styleOf(app).decimals }));
    element.replaceChildren(intro, ...stages);
  };
  return {
    element,
    clear() {
      shape = '';
      shown = [];
      element.replaceChildren();
    },
    /**
     * @param {WorkedLine[]} lines
     * @param {boolean} blank
     */
    draw(lines, blank) {
      const now = JSON.stringify([styleOf(app).decimals, lines.map(({ kind, name }) => [kind, name])]);
      if (now !== shape) {
        shape = now;
        build(lines);
      }
      shown.forEach((row, i) => {
        const line = lines[i];
        if (line) row.draw(line, blank);
      });
    },
  };
}
