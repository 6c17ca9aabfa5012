// @ts-check
// A sequence unrolled in time: every part of the cell as a strip of units by time, on one ruler, under
// one cursor that the other views follow.

import { fitCanvas, h, place, slide, svg, write } from '../dom.js';
import { fontSize } from '../output.js';
import { firstOf, inYears } from './part.js';
import { readingAt } from './moment.js';
import { answersOf, stripsOf, symbolsOf } from './rows.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 * @typedef {import("../state.js").Picture} Picture
 * @typedef {import("./rows.js").Strip} Strip
 * @typedef {import("./rows.js").Answer} Answer
 */

/** CSS pixels left of the strips, for their names. */
const GUTTER = 44;
/** The fewest CSS pixels that a symbol takes; where a step has fewer, symbols stand on several lines. */
const SYMBOL = 8;
const MOST_LINES = 2;

/**
 * CSS pixels of a row, so that a strip is neither a line nor a wall.
 * @param {number} rows
 */
export function rowHeight(rows) {
  return rows <= 1 ? 14 : rows <= 4 ? 10 : rows <= 8 ? 5 : Math.max(1.5, Math.min(4, 64 / rows));
}

/**
 * @param {App} app
 * @returns {Part}
 */
export function strips(app) {
  const { words, session } = app;
  const bands = h('div', { class: 'bands' });
  const ruler = timeRuler(app);
  const cursor = h('span', { class: 'cursor' });
  const readout = h('p', { class: 'caption readout' });
  const element = h(
    'div',
    { class: 'strips', tabindex: 0, role: 'slider', 'aria-label': words.t('time.label') },
    bands,
    ruler.element,
    cursor,
  );
  place(element, { '--gutter': `${GUTTER}px` });
  /** @type {ReturnType<typeof band>[]} */
  let shown = [];
  let kinds = '';
  /** @param {Picture} picture */
  const draw = (picture) => {
    const { sequences, current } = session.description ?? {};
    const { sequence } = picture;
    if (!sequences || !current || !sequence) return;
    const { passage } = sequence;
    const { t, unit, layer } = app.view.through;
    const all = stripsOf(passage, sequences, Math.min(layer, passage.layers.length - 1));
    const now = all.map(({ name, rows, marks }) => `${name} ${rows} ${marks}`).join();
    if (now !== kinds) {
      kinds = now;
      shown = all.map((strip) => band(app, strip));
      bands.replaceChildren(...shown.map((one) => one.element));
    }
    all.forEach((strip, i) => shown[i]?.draw(strip, unit));
    const list = answersOf(passage, sequences, current.output);
    ruler.draw(passage.n_steps, symbolsOf(passage, sequences), sequences.classes.length ? list : []);
    place(cursor, { '--t': String(Math.min(t, passage.n_steps - 1)), '--steps': String(passage.n_steps) });
    if (!app.due('texts')) return;
    const text = readingAt(app, passage, list);
    slide(element, passage.n_steps - 1, t, text);
    write(readout, text);
  };
  follow(app, element, cursor);
  return {
    element: h('div', { class: 'unrolled' }, element, readout),
    draw,
    close: ruler.close,
  };
}

/**
 * One strip with its name.
 * @param {App} app
 * @param {Strip} strip
 */
function band(app, { name, rows, marks, units }) {
  const canvas = h('canvas', { 'aria-hidden': 'true' });
  const chosen = h('span', { class: 'chosen', hidden: true });
  const box = h('div', { 'class': 'band', 'data-strip': name, 'data-units': units }, canvas, chosen);
  const label = h('span', { class: 'name', title: app.words.t(`time.part.${name}`) }, app.words.t(`time.name.${name}`));
  // Rows that are few have room for their own marks.
  const list = marks.length > 1 && rows <= 4 ? h('span', { class: 'marks' }, ...marks.map((mark) => h('span', {}, mark))) : null;
  const element = h('div', { class: `trace part-${name}` }, label, list, box);
  place(element, { '--rows': String(rows), '--row': `${rowHeight(rows)}px` });
  let drawn = '';
  /** @type {Float64Array} */
  let values = new Float64Array();
  return {
    element,
    /** @param {Strip} strip @param {number} unit */
    draw(strip, unit) {
      chosen.hidden = !units || rows < 2;
      place(chosen, { '--unit': String(Math.min(unit, rows - 1)) });
      const range = `${strip.low} ${strip.high} ${strip.values.length}`;
      if (range === drawn && strip.values.every((value, i) => Object.is(value, values[i]))) return;
      [drawn, values] = [range, strip.values];
      app.pens.draw_boundary(canvas, app.theme, values, values.length / rows, rows, strip.low, strip.high);
    },
  };
}

/**
 * The axis of time, what is read at each step, and which answers are right.
 * @param {App} app
 */
function timeRuler(app) {
  const axes = h('canvas', { class: 'axes', 'aria-hidden': 'true' });
  const symbols = h('div', { 'class': 'letters', 'aria-hidden': 'true' });
  const right = svg('path', { class: 'right' });
  const wrong = svg('path', { class: 'wrong' });
  const verdicts = svg('svg', { 'class': 'verdicts', 'aria-hidden': 'true' }, right, wrong);
  const element = h('div', { class: 'time-ruler' }, h('div', { class: 'verdict' }, verdicts), symbols, axes);
  let drawn = '';
  let read = '';
  /** Measured when they change: to ask while drawing is to lay out the page anew. */
  let [width, height] = [0, 0];
  /** @param {number} n_steps @param {string[]} list */
  const spell = (n_steps, list) => {
    const cell = (width - GUTTER) / n_steps;
    const lines = Math.ceil(SYMBOL / cell);
    const now = `${lines} ${list.join('')}`;
    if (now === read) return;
    read = now;
    symbols.hidden = list.length === 0 || lines > MOST_LINES;
    place(symbols, { '--steps': String(n_steps), '--lines': String(lines) });
    symbols.replaceChildren(
      ...list.map((text, t) => {
        const one = h('span', {}, text);
        place(one, { '--t': String(t), '--line': String(t % lines) });
        return one;
      }),
    );
  };
  /** @param {number} n_steps @param {Answer[]} answers */
  const judge = (n_steps, answers) => {
    const cell = (width - GUTTER) / n_steps;
    const size = Math.min(3.5, cell / 2.2);
    // Marks that would touch say nothing.
    const counted = cell < 3 ? [] : answers.filter((one) => one.counted);
    const at = (/** @type {Answer} */ { t }) => GUTTER + (t + 0.5) * cell;
    const dot = (/** @type {number} */ x) => `M${x - size} 6a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0`;
    const cross = (/** @type {number} */ x) => `M${x - size} ${6 - size}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`;
    right.setAttribute('d', counted.filter((one) => one.given === one.wanted).map((one) => dot(at(one))).join(''));
    wrong.setAttribute('d', counted.filter((one) => one.given !== one.wanted).map((one) => cross(at(one))).join(''));
    verdicts.parentElement?.toggleAttribute('hidden', counted.length === 0);
  };
  /** @param {number} n_steps */
  const scale = (n_steps) => {
    const start = firstOf(app) + app.view.through.from;
    const key = JSON.stringify([width, height, n_steps, start, globalThis.devicePixelRatio]);
    if (key === drawn) return;
    drawn = key;
    fitCanvas(axes, width, height);
    /** @type {import("../pkg/neurone.js").Frame} */
    const frame = {
      x: [start - 0.5, start + n_steps - 0.5],
      // Between two powers of ten a logarithmic axis has no number: only time has a scale here.
      y: [2, 3],
      log_y: true,
      whole_x: true,
      margin: [0, 0, height - 2, GUTTER],
      scale: globalThis.devicePixelRatio || 1,
      font_size: fontSize(axes),
      decimal_comma: app.words.decimalComma,
      x_label: app.words.t(inYears(app) ? 'axis.year' : 'axis.step'),
      y_label: '',
    };
    app.pens.draw_axes(axes, frame, app.theme);
  };
  const observer = new ResizeObserver(() => {
    [width, height] = [axes.clientWidth, axes.clientHeight];
    if (app.session.picture) again();
  });
  observer.observe(axes);
  let last = /** @type {[number, string[], Answer[]] | null} */ (null);
  const again = () => last && draw(...last);
  /** @param {number} n_steps @param {string[]} list @param {Answer[]} answers */
  const draw = (n_steps, list, answers) => {
    last = [n_steps, list, answers];
    if (!width) return;
    scale(n_steps);
    spell(n_steps, list);
    judge(n_steps, answers);
  };
  return {
    element,
    draw,
    close: () => observer.disconnect(),
  };
}

/**
 * The cursor: hover or tap sets it, a second tap pins; arrows, Home, End and the page keys move it.
 * @param {App} app
 * @param {HTMLElement} element
 * @param {HTMLElement} cursor
 */
function follow(app, element, cursor) {
  let pinned = false;
  /** What is looked at once the next frame comes. @type {import("../state.js").Through | null} */
  let next = null;
  const now = () => next ?? app.view.through;
  const steps = () => app.session.picture?.sequence?.passage.n_steps ?? 1;
  const units = () => app.session.description?.experiment.n_hidden ?? 1;
  /** @param {Partial<import("../state.js").Through>} patch */
  const go = (patch) => {
    if (!next) requestAnimationFrame(show);
    next = { ...now(), ...patch };
  };
  const show = () => {
    const through = now();
    next = null;
    app.show({ through });
  };
  const pin = (/** @type {boolean} */ on) => {
    pinned = on;
    cursor.classList.toggle('pinned', on);
  };
  /** @param {MouseEvent} event */
  const stepAt = (event) => {
    const box = element.getBoundingClientRect();
    const share = (event.clientX - box.left - GUTTER) / (box.width - GUTTER);
    return Math.min(steps() - 1, Math.max(0, Math.floor(share * steps())));
  };
  /** The cell whose row is under the pointer. @param {MouseEvent} event */
  const unitAt = (event) => {
    const band = event.composedPath().find((one) => one instanceof HTMLElement && one.dataset['units'] === '');
    if (!(band instanceof HTMLElement)) return {};
    const box = band.getBoundingClientRect();
    return { unit: Math.min(units() - 1, Math.floor(((event.clientY - box.top) / box.height) * units())) };
  };
  element.addEventListener('pointermove', (event) => {
    if (pinned || event.pointerType !== 'mouse') return;
    const t = stepAt(event);
    if (t !== now().t) go({ t });
  });
  element.addEventListener('click', (event) => {
    const t = stepAt(event);
    pin(t === now().t && !pinned);
    go({ t, ...unitAt(event) });
  });
  element.addEventListener('keydown', (event) => {
    const { t, unit } = now();
    const last = steps() - 1;
    const to = { ArrowLeft: t - 1, ArrowRight: t + 1, PageUp: t - 10, PageDown: t + 10, Home: 0, End: last }[event.key];
    const row = { ArrowUp: unit - 1, ArrowDown: unit + 1 }[event.key];
    if (to !== undefined) go({ t: Math.min(last, Math.max(0, to)) });
    else if (row !== undefined) go({ unit: Math.min(units() - 1, Math.max(0, row)) });
    else if (event.key === 'Enter') pin(!pinned);
    else if (event.key === 'Escape' && pinned) pin(false);
    else return;
    event.preventDefault();
  });
}
