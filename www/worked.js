// @ts-check
// The next update worked out for one point, line by line, as on paper; to copy, also with gaps.

import { newId, segmented } from './controls.js';
import { isCurve } from './datasets.js';
import { h, place } from './dom.js';
import { fault } from './files.js';
import { formula, mathPen, text } from './formula.js';
import { explain } from './hints.js';
import { scoresOf, takenFor, windowOf } from './plane.js';
import { groupsOf, stepsOf, tellingPoint, termsOf, textOf, write } from './sheet.js';
import { thresholdOf } from './state.js';
import { parseNumber } from './words.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./sheet.js").Group} Group
 * @typedef {import("./sheet.js").WorkedLine} WorkedLine
 */

/**
 * @typedef {object} Sheet what is worked out
 * @property {number} point from 0
 * @property {string} of the points that it is one of
 * @property {number} decimals
 * @property {boolean} blank whether what is to be found is left out
 */

export const DECIMALS = [3, 4, 6];
/** Milliseconds from one sheet to the next while training, at least, and as a multiple of what it takes. */
export const PAUSE = 300;
export const REST = 6;
/** How near a click has to be to a point, CSS pixels. */
const REACH = 24;

/** Whether the tab is open. @param {App} app */
const isOpen = ({ view }) => view.level === '3' && view.tab === 'worked';

/**
 * What is worked out; other points begin with the one that tells most.
 * @param {App} app
 * @returns {Sheet}
 */
function sheetOf(app) {
  const { session, view } = app;
  const { description, picture } = session;
  const sheet = (view.worked ??= { point: 0, of: '', decimals: 4, blank: false });
  if (!description || !picture) return sheet;
  const of = description.data.x.join();
  if (of !== sheet.of) Object.assign(sheet, { of, point: telling(app, picture.probability) });
  return sheet;
}

/**
 * The training point that tells most.
 * @param {App} app
 * @param {Float64Array} answers `[n_out, m]`
 */
function telling(app, answers) {
  const { data } = /** @type {import("./engine.js").Description} */ (app.session.description);
  const kept = new Set(data.test);
  const trained = Array.from(data.y.keys()).filter((i) => !kept.has(i));
  const taken = data.n_classes ? takenFor(app, answers) : [];
  const scores = data.n_classes === 2 ? scoresOf(app, answers) : answers;
  const sure = (/** @type {number} */ i) => {
    if (data.n_classes === 0) return Math.abs((answers[i] ?? 0) - (data.y[i] ?? 0));
    if (data.n_classes === 2) return Math.abs((scores[i] ?? 0) - thresholdOf(app.view));
    return answers[(taken[i] ?? 0) * data.m + i] ?? 0;
  };
  const best = tellingPoint(
    trained.map((i) => ({ right: data.n_classes > 0 && taken[i] === data.y[i], sure: sure(i) })),
  );
  return trained[best] ?? 0;
}

/**
 * @param {App} app
 * @returns {Part}
 */
export function workedTab(app) {
  const { session, words } = app;
  const paper = sheet(app);
  const message = h('p', { class: 'said', role: 'status' });
  const tell = (/** @type {string} */ text) => {
    if (message.textContent !== text) message.textContent = text;
  };
  const controls = choices(app, tell);

  let wanted = false;
  let busy = false;
  paper.element.addEventListener('scroll', () => void look());
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
  let refused = '';
  const workOut = async () => {
    const { point, decimals, blank } = sheetOf(app);
    try {
      const lines = await session.byHand('worked_example', point, decimals);
      if (!lines) return;
      paper.draw(lines, blank);
      controls.allow(true);
      if (refused) tell('');
      refused = '';
    } catch (error) {
      if (isFatal(error)) return app.fail(error);
      refused = why(app, error);
      paper.clear();
      controls.allow(false);
      tell(refused);
    }
    await frame();
  };
  return {
    element: h('div', { class: 'by-hand' }, controls.element, message, paper.element),
    update() {
      if (!isOpen(app)) return;
      controls.update();
      look();
    },
    draw: () => void look(),
    close: paper.close,
  };
}

export const rest = (/** @type {number} */ milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
/** What is laid out counts too. */
const frame = () => new Promise((done) => setTimeout(done));

/** @param {any} error */
export const isFatal = ({ code }) => code === undefined || code === 'trapped' || code === 'freed';

/**
 * Why there is no sheet.
 * @param {App} app
 * @param {any} error
 */
function why({ words }, error) {
  const key = `worked.no.${error.field}`;
  if (!words.has(key)) return words.error(error);
  const most = Array.isArray(error.expected) ? Number(error.expected[1]) : 0;
  return words.t(key, { n: Number(error.got), most });
}

/**
 * Which point, how many decimals, with gaps or without, and to take along.
 * @param {App} app
 * @param {(text: string) => void} tell
 */
function choices(app, tell) {
  const { words, session } = app;
  const set = (/** @type {Partial<Sheet>} */ patch) => {
    Object.assign(sheetOf(app), patch);
    app.show({});
  };
  const m = () => session.description?.data.m ?? 1;
  const id = newId();
  const input = h('input', { id, name: 'worked-point', type: 'text', inputmode: 'numeric', autocomplete: 'off' });
  const refuse = (/** @type {boolean} */ bad) => input.setAttribute('aria-invalid', String(bad));
  input.addEventListener('change', () => {
    const point = parseNumber(input.value);
    const bad = point === null || !Number.isInteger(point) || point < 1 || point > m();
    refuse(bad);
    if (bad) return tell(words.error({ code: 'out_of_range', field: 'point', got: input.value, expected: [1, m()] }));
    tell('');
    set({ point: point - 1 });
  });
  const turn = (/** @type {string} */ key, /** @type {string} */ sign, /** @type {number} */ by) =>
    h(
      'button',
      {
        'type': 'button',
        'name': key,
        'title': words.t(key),
        'aria-label': words.t(key),
        'click': () => {
          refuse(false);
          tell('');
          set({ point: (sheetOf(app).point + by + m()) % m() });
        },
      },
      sign,
    );
  const count = h('span', { class: 'caption' });
  const decimals = segmented(
    words.t('worked.decimals'),
    DECIMALS.map((n) => ({ value: String(n), text: String(n) })),
    (value) => set({ decimals: Number(value) }),
    words.t('worked.decimals.hint'),
  );
  const blank = h('input', { type: 'checkbox', name: 'worked-blank' });
  blank.addEventListener('change', () => set({ blank: blank.checked }));
  const copies = ['latex', 'markdown'].map((format) =>
    h(
      'button',
      { type: 'button', name: `worked-${format}`, title: words.t(`worked.${format}.hint`), click: () => take(format) },
      words.t(`worked.${format}`),
    ),
  );
  const take = async (/** @type {string} */ format) => {
    const { point, decimals: n, blank: gaps } = sheetOf(app);
    tell('');
    try {
      await copy(session.byHand('worked_text', point, n, format, gaps, words.decimalComma));
      tell(words.t('worked.copied'));
    } catch (error) {
      if (isFatal(error)) app.fail(error);
      else tell(why(app, error));
    }
  };
  return {
    element: h(
      'div',
      { class: 'sheet-controls' },
      explain(
        h(
          'div',
          { class: 'sheet-control' },
          h('label', { class: 'label', for: id }, words.t('worked.point')),
          turn('worked.previous', '‹', -1),
          input,
          turn('worked.next', '›', 1),
          count,
        ),
        words.t('worked.point.hint'),
      ),
      h('div', { class: 'sheet-control' }, h('span', { 'class': 'label', 'aria-hidden': 'true' }, words.t('worked.decimals')), decimals.element),
      explain(h('label', { class: 'sheet-control' }, blank, words.t('worked.blank')), words.t('worked.blank.hint')),
      h('div', { class: 'sheet-control' }, ...copies),
    ),
    update() {
      const sheet = sheetOf(app);
      if (input.getAttribute('aria-invalid') !== 'true') input.value = words.plain(sheet.point + 1);
      count.textContent = words.t('worked.of', { m: m() });
      decimals.set(String(sheet.decimals));
      blank.checked = sheet.blank;
    },
    /** @param {boolean} copying whether there is something to copy */
    allow(copying) {
      for (const button of copies) button.disabled = !copying;
    },
  };
}

/**
 * Copies a text to come: some browsers allow it only while a click is served.
 * @param {Promise<string | null>} text
 */
export async function copy(text) {
  const { clipboard } = navigator;
  if (!clipboard) throw fault('not_allowed');
  try {
    if (typeof ClipboardItem !== 'function' || !clipboard.write) return await clipboard.writeText((await text) ?? '');
    const blob = text.then((one) => new Blob([one ?? ''], { type: 'text/plain' }));
    await clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
  } catch (error) {
    await text;
    throw fault('not_allowed');
  }
}

/**
 * The lines, which stay where they are while their numbers change.
 * @param {App} app
 */
function sheet(app) {
  const { words } = app;
  const element = h('div', { 'class': 'paper scroll', 'tabindex': 0, 'role': 'group', 'aria-label': words.t('tab.worked') });
  const pen = mathPen(words);
  /** Lines in view; while training, only these follow. @type {Set<Element>} */
  const inView = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) inView[isIntersecting ? 'add' : 'delete'](target);
    },
    { root: element },
  );
  let shape = '';
  /** @type {ReturnType<typeof shownLine>[]} */
  let shown = [];
  const watch = () => {
    observer.disconnect();
    inView.clear();
    for (const row of shown) observer.observe(row.element);
  };
  return {
    element,
    close: () => observer.disconnect(),
    clear() {
      shape = '';
      shown = [];
      watch();
      element.replaceChildren();
    },
    /**
     * @param {WorkedLine[]} all
     * @param {boolean} blank
     */
    draw(all, blank) {
      // What cannot be computed on paper is no exercise.
      const lines = blank ? all.filter(({ gap }) => gap === null) : all;
      const { data, current } = /** @type {import("./engine.js").Description} */ (app.session.description);
      const isTest = data.test.includes(sheetOf(app).point);
      const now = JSON.stringify([
        lines.map(({ kind, name }) => [kind, name]),
        sheetOf(app).decimals,
        isTest,
        current.optimizer,
        lines.find(({ kind }) => kind === 'count')?.result,
      ]);
      if (now !== shape) {
        shape = now;
        shown = lines.map((line) => shownLine(line, pen, words));
        watch();
        let at = 0;
        const sections = groupsOf(lines).map((group, i, groups) => {
          const rows = shown.slice(at, (at += group.lines.length));
          const first = groups.findIndex(({ stage }) => stage === group.stage) === i;
          return section(app, group, first ? notes(app, group, lines) : [], rows);
        });
        const ends = lines.some(({ stage }) => stage === 'backward')
          ? null
          : h('p', { class: 'note' }, words.t(isTest ? 'worked.kept' : 'worked.waits'));
        element.replaceChildren(h('p', { class: 'note' }, words.t('worked.intro', { n: sheetOf(app).decimals })), ...sections, ...(ends ? [ends] : []));
      }
      shown.forEach((row, i) => {
        const line = lines[i];
        if (line && (!app.session.playing || row.isEmpty() || inView.has(row.element))) row.draw(line, blank);
      });
    },
  };
}

/**
 * @param {App} app
 * @param {Group} group
 * @param {string[]} said
 * @param {{ element: HTMLElement }[]} rows
 */
function section({ words }, { stage, point, lines }, said, rows) {
  const name = words.t(`worked.${stage}`);
  return h(
    'section',
    { 'class': 'sheet-stage', 'data-stage': stage },
    h('h4', {}, point === null ? name : words.t('worked.stage_of', { stage: name, point })),
    ...said.map((one) => h('p', { class: 'note' }, one)),
    h('ol', { class: 'lines' }, ...rows.map((row) => row.element)),
  );
}

/**
 * What a stage is about.
 * @param {App} app
 * @param {Group} group
 * @param {WorkedLine[]} lines all
 */
function notes(app, { stage, lines: own }, lines) {
  const { words, session } = app;
  const m = Number(lines.find(({ kind }) => kind === 'count')?.result ?? 1);
  const has = (/** @type {string} */ kind) => own.some((line) => line.kind === kind);
  const note = words.t(`worked.${stage}.note`, { m });
  /** What only some sheets have. @type {[boolean, string][]} */
  const more = [
    [has('mask'), 'masks'],
    [has('moment'), 'moments'],
    [has('kept'), 'kept'],
    [stage === 'backward' && lines.some(({ kind }) => kind === 'mask'), 'unmasked'],
    [has('others'), 'others'],
    [has('penalised'), 'penalised'],
    [has('clipped'), 'clipped'],
  ];
  const { decimals } = sheetOf(app);
  const numbers = { n: m - 1, first: decimals + 1, second: 2 * decimals + 3, root: decimals + 4 };
  const rule = session.description?.current.optimizer;
  return [
    ...(stage === 'update' ? [words.t(`worked.rule.${rule}`)] : []),
    note,
    ...more.filter(([shown]) => shown).map(([, key]) => words.t(`worked.${key}.note`, numbers)),
  ];
}

/**
 * One line in MathML, with its text as its name.
 * @param {WorkedLine} first
 * @param {import("./sheet.js").Pen<Element>} pen
 * @param {import("./words.js").Words} words
 */
export function shownLine(first, pen, words) {
  const inner = h('div', { role: 'math' });
  const element = h('li', { 'data-kind': first.kind }, inner);
  let shown = '';
  return {
    element,
    isEmpty: () => shown === '',
    /**
     * @param {WorkedLine} line
     * @param {boolean} blank
     */
    draw(line, blank) {
      const text = textOf(line, blank, words);
      if (text === shown) return;
      shown = text;
      inner.setAttribute('aria-label', text);
      inner.replaceChildren(...piecesOf(line, blank, pen, words));
    },
  };
}

/**
 * The formulas of a line, which may break between them.
 * @param {WorkedLine} line
 * @param {boolean} blank
 * @param {import("./sheet.js").Pen<Element>} pen
 * @param {import("./words.js").Words} words
 */
function piecesOf(line, blank, pen, words) {
  const { steps, result, why: condition } = stepsOf(line, blank);
  const spaced = (/** @type {string} */ sign) => text(`\u2005${sign}\u2005`);
  const pieces = [formula(pen.symbol(line.symbol))];
  for (const { sign, expression, mode } of steps) {
    pieces.push(
      h(
        'span',
        { class: 'long' },
        ...termsOf(expression, mode).map(({ sign: between, term }, i) =>
          formula(spaced(i === 0 ? sign : between), write(term, mode, pen)),
        ),
      ),
    );
  }
  if (result) pieces.push(formula(spaced(result.sign), result.digits === null ? pen.gap() : pen.number(result.digits)));
  if (condition) {
    const { left, relation, right } = condition;
    pieces.push(
      h(
        'span',
        { class: 'aside' },
        formula(pen.brackets(pen.row(write(left, 'letters', pen), spaced('='), write(left, 'numbers', pen), spaced(relation), pen.number(right)))),
      ),
    );
  }
  if (line.gap !== null) pieces.push(h('span', { class: 'aside' }, formula(text('Δ'), spaced('='), pen.number(line.gap))));
  return pieces;
}

/**
 * The point in the picture, and a click to take another one, while the tab is open.
 * @param {App} app
 * @param {HTMLElement} stack the picture
 * @param {(event: MouseEvent) => { x: number, y: number } | null} locate shares of the plot area
 * @param {() => { width: number, height: number }} size of the plot area, CSS pixels
 */
export function workedPoint(app, stack, locate, size) {
  const element = h('span', { class: 'marker worked-point', hidden: true });
  const places = () => {
    const { data } = /** @type {import("./engine.js").Description} */ (app.session.description);
    const { x, y } = windowOf(app);
    const share = (/** @type {number} */ value, /** @type {[number, number]} */ [low, high]) => (value - low) / (high - low);
    const heights = isCurve(data) ? data.y : data.x.subarray(data.m);
    return Array.from(data.y, (_, i) => ({ x: share(data.x[i] ?? 0, x), y: 1 - share(heights[i] ?? 0, y) }));
  };
  stack.addEventListener('click', (event) => {
    const at = locate(event);
    if (!at || !isOpen(app) || app.view.pencil || !app.session.description) return;
    const { width, height } = size();
    const far = places().map(({ x, y }) => Math.hypot((x - at.x) * width, (y - at.y) * height));
    const point = far.indexOf(Math.min(...far));
    if ((far[point] ?? Infinity) > REACH) return;
    sheetOf(app).point = point;
    app.show({});
  });
  return {
    element,
    update() {
      const at = isOpen(app) && app.session.description && app.session.picture ? places()[sheetOf(app).point] : null;
      element.hidden = !at || app.view.pencil != null;
      if (at) place(element, { '--x': String(at.x), '--y': String(at.y) });
    },
  };
}
