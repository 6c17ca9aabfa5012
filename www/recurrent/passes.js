// @ts-check
// The forward and the backward pass through the unrolled chain, one step at a time.

import { newId } from '../controls.js';
import { h, icon, place, readout } from '../dom.js';
import { explain } from '../hints.js';
import { symbolsOf } from './rows.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 */

/** Boxes that are shown at once: two at either end, and those around the step that is lit. */
const MOST = 13;
/** Decades of the gradient's norm from dark to fully lit. */
const DECADES = 8;

/**
 * The steps of a chain that are shown, `null` where some are folded away. A long chain always takes
 * as many places, so that none moves.
 * @param {number} n
 * @param {number} at
 * @returns {(number | null)[]}
 */
export function fold(n, at) {
  const all = Array.from({ length: n }, (_, t) => t);
  if (n <= MOST) return all;
  const around = MOST - 6;
  const begin = Math.min(n - around - 3, Math.max(3, at - (around - 1) / 2));
  /** @param {number} hidden how many steps lie between @param {number} step */
  const gap = (hidden, step) => (hidden === 1 ? step : null);
  return [0, 1, gap(begin - 2, 2), ...all.slice(begin, begin + around), gap(n - 2 - begin - around, n - 3), n - 2, n - 1];
}

/**
 * Where a position lies: forward through all steps, the loss, and backward through all of them.
 * @param {number} position from 0 to `2 n`
 * @param {number} n
 * @returns {{ phase: "forward" | "loss" | "backward", t: number }}
 */
export function stageOf(position, n) {
  if (position < n) return { phase: 'forward', t: position };
  return position === n ? { phase: 'loss', t: n - 1 } : { phase: 'backward', t: 2 * n - position };
}

/**
 * How strongly a gradient shines, from 0 to 1.
 * @param {number} norm
 * @param {number} most
 */
export function strength(norm, most) {
  return norm > 0 && most > 0 ? Math.max(0, 1 + Math.log10(norm / most) / DECADES) : 0;
}

/**
 * @param {App} app
 * @returns {Part}
 */
export function passes(app) {
  const { words, session, view } = app;
  let position = 0;
  /** Norms of dL/dh_t of each layer, of the weights that they were asked for. */
  let flow = /** @type {Float64Array[]} */ ([]);
  let timer = 0;
  let playing = false;
  const steps = () => Math.min(session.picture?.sequence?.passage.n_steps ?? 1, session.description?.sequences?.n_steps ?? 1);
  const chain = h('div', { 'class': 'chain', 'tabindex': 0, 'role': 'group', 'aria-label': words.t('passes.chain') });
  const loss = h('span', { class: 'box loss' }, 'L');
  const readout = h('p', { class: 'caption readout' });
  const pace = paceSlider(app);
  const play = h('button', { 'type': 'button', 'class': 'round small', 'click': () => run(!playing) });
  const button = (/** @type {string} */ text, /** @type {string} */ name, /** @type {() => void} */ click) =>
    h('button', { 'type': 'button', 'class': 'round small', 'title': words.t(name), 'aria-label': words.t(name), click }, text);
  const go = async (/** @type {number} */ to) => {
    const n = steps();
    position = Math.min(2 * n, Math.max(0, to));
    const { phase, t } = stageOf(position, n);
    if (phase === 'loss' || (phase === 'backward' && !flow.length)) {
      flow = ((await session.askSequences('flow').catch(() => null)) ?? []).map(({ d_h }) => d_h);
    }
    if (t !== view.through.t) app.show({ through: { ...view.through, t } });
    else draw();
  };
  const run = (/** @type {boolean} */ on) => {
    clearTimeout(timer);
    playing = on;
    if (on) {
      if (position === 2 * steps()) position = -1;
      tick();
    }
    label();
  };
  const tick = async () => {
    await go(position + 1);
    playing &&= position < 2 * steps();
    if (playing) timer = Number(setTimeout(tick, pace.value()));
    label();
  };
  const label = () => {
    play.replaceChildren(icon(playing ? 'pause' : 'play'));
    const name = words.t(playing ? 'passes.pause' : 'passes.play');
    play.title = name;
    play.setAttribute('aria-label', name);
  };
  const draw = () => {
    const passage = session.picture?.sequence?.passage;
    const info = session.description?.sequences;
    if (!element.open || !passage || !info) return;
    const n = steps();
    position = Math.min(position, 2 * n);
    const { phase, t } = stageOf(position, n);
    const symbols = symbolsOf(passage, info);
    const norms = flow[Math.min(view.through.layer, flow.length - 1)] ?? new Float64Array();
    const most = norms.reduce((a, b) => Math.max(a, b), 0);
    const boxes = fold(n, t).map((step) => {
      if (step === null) return h('span', { class: 'box gap' }, '…');
      const back = phase === 'backward';
      const lit = back ? (step >= t ? strength(norms[step] ?? 0, most) : 0) : phase === 'loss' || step <= t ? 0.4 : 0;
      const box = h('span', { class: `box${step === t && phase !== 'loss' ? ' here' : ''}` }, h('small', {}, words.count(step)), symbols[step] ?? 'h');
      place(box, { '--light': String(step === t && !back ? 1 : lit) });
      return box;
    });
    place(loss, { '--light': phase === 'forward' ? '0' : '1' });
    chain.replaceChildren(...boxes, loss);
    chain.dataset['phase'] = phase;
    readout.textContent = reading(phase, t, norms, symbols[t] ?? '');
  };
  /**
   * @param {"forward" | "loss" | "backward"} phase
   * @param {number} t
   * @param {Float64Array} norms
   * @param {string} symbol
   */
  const reading = (phase, t, norms, symbol) => {
    const { passage } = session.picture?.sequence ?? {};
    if (!passage) return '';
    if (phase === 'loss') return words.t('passes.loss', { loss: words.fixed(session.picture?.metrics.loss ?? NaN, 4) });
    const factor = (norms[t] ?? NaN) / (norms[t + 1] ?? NaN);
    if (phase === 'backward') {
      return words.t(t === steps() - 1 ? 'passes.backward.last' : 'passes.backward', { t, norm: words.power(norms[t] ?? NaN), factor: words.power(factor) });
    }
    const own = passage.layers[Math.min(view.through.layer, passage.layers.length - 1)]?.at(-1)?.values ?? new Float64Array();
    const width = own.length / passage.n_steps;
    const norm = Math.hypot(...own.subarray(t * width, (t + 1) * width));
    return words.t('passes.forward', { t, x: symbol ? ` ${symbol}` : ' xₜ', norm: words.fixed(norm, 3) });
  };
  chain.addEventListener('keydown', (event) => {
    const to = { ArrowLeft: position - 1, ArrowRight: position + 1, Home: 0, End: 2 * steps() }[event.key];
    if (to === undefined && event.key !== ' ') return;
    event.preventDefault();
    if (to === undefined) run(!playing);
    else hand(to);
  });
  const hand = async (/** @type {number} */ to) => {
    run(false);
    await go(to);
    app.say(readout.textContent ?? '');
  };
  const element = h(
    'details',
    { class: 'more passes from-3' },
    h('summary', { title: words.t('passes.hint') }, words.t('passes')),
    h(
      'div',
      { class: 'row' },
      button('⇤', 'passes.begin', () => hand(0)),
      button('‹', 'passes.back', () => hand(position - 1)),
      play,
      button('›', 'passes.step', () => hand(position + 1)),
      pace.element,
    ),
    chain,
    readout,
  );
  element.addEventListener('toggle', () => {
    if (!element.open) run(false);
    draw();
  });
  label();
  let at = -1;
  let about = session.description;
  return {
    element,
    draw(picture) {
      // The gradient belongs to the weights that it was asked for, some of which may have been set by hand.
      if (picture.metrics.step !== at || session.description !== about) flow = [];
      at = picture.metrics.step;
      about = session.description;
      if (element.open && !flow.length && stageOf(position, steps()).phase === 'backward') go(position);
      else draw();
    },
    close: () => run(false),
  };
}

/**
 * How long a step takes.
 * @param {App} app
 */
function paceSlider({ words }) {
  const id = newId();
  const input = h('input', { id, type: 'range', min: 100, max: 2000, step: 50, value: 750 });
  const text = readout({ for: id });
  const show = () => void (text.value = words.t('passes.ms', { ms: words.count(Number(input.value)) }));
  input.addEventListener('input', show);
  show();
  return {
    element: explain(
      h('div', { class: 'field slider pace' }, h('label', { for: id }, words.t('passes.pace')), input, text),
      words.t('passes.pace.hint'),
    ),
    value: () => Number(input.value),
  };
}
