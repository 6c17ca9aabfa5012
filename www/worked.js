// @ts-check
// The next update worked out for one point.

import { isCurve } from './datasets.js';
import { h, place } from './dom.js';
import { isOpen, paperTab, spin } from './paper.js';
import { scoresOf, takenFor, windowOf } from './plane.js';
import { tellingPoint } from './sheet.js';
import { thresholdOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./sheet.js").WorkedLine} WorkedLine
 */

/**
 * @typedef {object} Chosen
 * @property {number} point from 0
 * @property {string} of the points that it is one of
 *
 * @typedef {import("./paper.js").Style & Chosen} Sheet what is worked out
 */

/** How near a click has to be to a point, CSS pixels. */
const REACH = 24;

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
  return paperTab(app, {
    name: 'worked',
    style: () => sheetOf(app),
    spins: (tell) => [
      spin(app, {
        name: 'point',
        label: words.t('worked.point'),
        hint: words.t('worked.point.hint'),
        turns: [words.t('worked.previous'), words.t('worked.next')],
        field: 'point',
        get: () => sheetOf(app).point,
        set(point) {
          sheetOf(app).point = point;
          app.show({});
        },
        most: () => session.description?.data.m ?? 1,
        tell,
      }),
    ],
    lines: (decimals) => session.byHand('worked_example', sheetOf(app).point, decimals),
    text: (...style) => session.byHand('worked_text', sheetOf(app).point, ...style, words.decimalComma),
    heading({ stage, point, lines: own }, isFirst, lines) {
      const name = words.t(`worked.${stage}`);
      return {
        title: point === null ? name : words.t('worked.stage_of', { stage: name, point }),
        notes: isFirst ? notes(app, stage, own, lines) : [],
      };
    },
    ending(lines) {
      if (lines.some(({ stage }) => stage === 'backward')) return '';
      return words.t(session.description?.data.test.includes(sheetOf(app).point) ? 'worked.kept' : 'worked.waits');
    },
  });
}

/**
 * What a stage is about.
 * @param {App} app
 * @param {WorkedLine["stage"]} stage
 * @param {WorkedLine[]} own
 * @param {WorkedLine[]} lines all
 */
function notes(app, stage, own, lines) {
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
