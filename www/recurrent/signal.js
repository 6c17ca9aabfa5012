// @ts-check
// A signal drawn with the pointer, or with the arrow keys: the value of each step of time.

import { newId } from '../controls.js';
import { h, svg } from '../dom.js';

/** @typedef {import("../state.js").App} App */

/** Steps of a drawn signal. */
const STEPS = 80;
/** Values go from -1 to 1, in hundredths; a key moves one by so many. */
const KEY = 5;
/** Size of the board in its own units: a step is 4 wide. */
const BOARD = { width: 4 * (STEPS - 1), height: 120 };
const MARGIN = 8;

/** A value in the range, never -0, which would make a link long. @param {number} value in hundredths */
const bounded = (value) => Math.max(-100, Math.min(100, Math.round(value))) + 0;

/**
 * The values with a straight stroke drawn into them.
 * @param {number[]} values
 * @param {[number, number]} from step and value
 * @param {[number, number]} to
 */
export function stroke(values, [t0, v0], [t1, v1]) {
  const [low, high] = [Math.min(t0, t1), Math.max(t0, t1)];
  return values.map((value, t) => {
    if (t < low || t > high) return value;
    return t0 === t1 ? v1 : v0 + ((v1 - v0) * (t - t0)) / (t1 - t0);
  });
}

/**
 * @param {App} app
 * @param {(series: number[]) => void} used
 */
export function signalBoard(app, used) {
  const { words } = app;
  const hint = newId();
  let values = /** @type {number[]} */ (Array(STEPS).fill(0));
  let at = 0;
  /** Where the pointer was last, while it is down. @type {[number, number] | null} */
  let last = null;

  const path = svg('path', { class: 'curve' });
  const cursor = svg('circle', { class: 'cursor', r: 4 });
  const board = svg(
    'svg',
    {
      'class': 'board',
      'viewBox': `${-MARGIN} ${-MARGIN} ${BOARD.width + 2 * MARGIN} ${BOARD.height + 2 * MARGIN}`,
      'role': 'slider',
      'tabindex': 0,
      'aria-label': words.t('signal'),
      'aria-describedby': hint,
      'aria-valuemin': -1,
      'aria-valuemax': 1,
    },
    svg('path', { class: 'rule', d: `M0 ${BOARD.height / 2}H${BOARD.width}` }),
    path,
    cursor,
  );
  const use = h('button', { type: 'button', name: 'use-signal', title: words.t('own.use.hint'), click: () => used(values.map((value) => bounded(value) / 100)) }, words.t('own.use'));
  const clear = h('button', { type: 'button', name: 'clear-signal', title: words.t('signal.clear.hint'), click: () => set(values.map(() => 0)) }, words.t('signal.clear'));

  const height = (/** @type {number} */ value) => (BOARD.height * (100 - value)) / 200;
  /** @param {number[]} next */
  const set = (next) => {
    values = next;
    draw();
  };
  const draw = () => {
    path.setAttribute('d', `M${values.map((value, t) => `${4 * t} ${height(value).toFixed(1)}`).join('L')}`);
    const value = values[at] ?? 0;
    cursor.setAttribute('cx', String(4 * at));
    cursor.setAttribute('cy', String(height(value)));
    board.setAttribute('aria-valuenow', String(bounded(value) / 100));
    board.setAttribute('aria-valuetext', words.t('signal.at', { t: at + 1, n: STEPS, value: words.fixed(bounded(value) / 100, 2) }));
    use.disabled = values.every((one) => one === values[0]);
  };
  /** Step and value under the pointer. @param {PointerEvent} event @returns {[number, number]} */
  const locate = (event) => {
    const box = board.getBoundingClientRect();
    const scale = box.width / (BOARD.width + 2 * MARGIN);
    const t = Math.round(((event.clientX - box.left) / scale - MARGIN) / 4);
    const value = 100 - (((event.clientY - box.top) / scale - MARGIN) / BOARD.height) * 200;
    return [Math.max(0, Math.min(STEPS - 1, t)), bounded(value)];
  };
  /** @param {PointerEvent} event */
  const follow = (event) => {
    const here = locate(event);
    at = here[0];
    set(stroke(values, last ?? here, here));
    last = here;
  };
  board.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    board.setPointerCapture(event.pointerId);
    follow(event);
  });
  board.addEventListener('pointermove', (event) => void (last && follow(event)));
  for (const name of ['pointerup', 'pointercancel']) board.addEventListener(name, () => void (last = null));
  board.addEventListener('keydown', (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -STEPS, End: STEPS }[event.key];
    const rise = { ArrowUp: KEY, ArrowDown: -KEY, PageUp: 4 * KEY, PageDown: -4 * KEY }[event.key];
    if (move === undefined && rise === undefined) return;
    event.preventDefault();
    at = Math.max(0, Math.min(STEPS - 1, at + (move ?? 0)));
    set(values.map((value, t) => (t === at ? bounded(value + (rise ?? 0)) : value)));
  });
  draw();
  return h(
    'div',
    { class: 'own' },
    board,
    h('p', { class: 'caption', id: hint }, words.t('signal.hint')),
    h('div', { class: 'row' }, use, clear),
  );
}
