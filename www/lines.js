// @ts-check
// The lines of what is worked out by hand, in MathML.

import { h } from './dom.js';
import { formula, mathPen, text } from './formula.js';
import { groupsOf, stepsOf, termsOf, textOf, write } from './sheet.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./sheet.js").WorkedLine} WorkedLine
 */

/**
 * The lines, which stay where they are while their numbers change.
 * @param {App} app
 * @param {import("./paper.js").Exercise} exercise
 */
export function sheet(app, exercise) {
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
  const build = (/** @type {WorkedLine[]} */ lines) => {
    shown = lines.map((line) => shownLine(line, pen, words));
    observer.disconnect();
    inView.clear();
    for (const row of shown) observer.observe(row.element);
  };
  return {
    element,
    close: () => observer.disconnect(),
    clear() {
      shape = '';
      build([]);
      element.replaceChildren();
    },
    /**
     * @param {WorkedLine[]} all
     * @param {boolean} blank
     */
    draw(all, blank) {
      // What cannot be computed on paper is no exercise.
      const lines = blank ? all.filter(({ gap }) => gap === null) : all;
      const groups = groupsOf(lines);
      const headings = groups.map((group, i) =>
        exercise.heading(group, groups.findIndex(({ stage }) => stage === group.stage) === i, lines),
      );
      const [intro, ending] = [words.t(`${exercise.name}.intro`, { n: exercise.style().decimals }), exercise.ending(lines)];
      const now = JSON.stringify([lines.map(({ kind, name }) => [kind, name]), intro, headings, ending]);
      if (now !== shape) {
        shape = now;
        build(lines);
        let at = 0;
        const sections = groups.map(({ stage, lines: own }, i) =>
          section(stage, headings[i], shown.slice(at, (at += own.length))),
        );
        element.replaceChildren(...notes([intro]), ...sections, ...notes(ending ? [ending] : []));
      }
      shown.forEach((row, i) => {
        const line = lines[i];
        if (line && (!app.session.playing || row.isEmpty() || inView.has(row.element))) row.draw(line, blank);
      });
    },
  };
}

const notes = (/** @type {string[]} */ said) => said.map((one) => h('p', { class: 'note' }, one));

/**
 * @param {string} stage
 * @param {ReturnType<import("./paper.js").Exercise["heading"]> | undefined} heading
 * @param {{ element: HTMLElement }[]} rows
 */
function section(stage, heading, rows) {
  return h(
    'section',
    { 'class': 'sheet-stage', 'data-stage': stage },
    h('h4', {}, heading?.title ?? ''),
    ...notes(heading?.notes ?? []),
    h('ol', { class: 'lines' }, ...rows.map((row) => row.element)),
  );
}

/**
 * One line in MathML, with its text as its name.
 * @param {WorkedLine} first
 * @param {import("./sheet.js").Pen<Element>} pen
 * @param {import("./words.js").Words} words
 */
function shownLine(first, pen, words) {
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
