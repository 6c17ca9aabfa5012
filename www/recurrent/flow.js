// @ts-check
// The gradient on its way back through time: how much of the error reaches each step, what each step does
// to it, and what other cells would make of it before training, over seeds that nobody chose.

import { newId } from '../controls.js';
import { h, readout } from '../dom.js';
import { explain, termOf } from '../hints.js';
import { flowOverSeeds } from '../remote.js';
import { flatten } from '../state.js';
import { timeChart, wayBack } from './time_chart.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 * @typedef {import("../state.js").Experiment} Experiment
 * @typedef {import("../pkg/neurone.js").TimeFlow} TimeFlow
 * @typedef {{ low: Float64Array, median: Float64Array, high: Float64Array }} Quartiles
 * @typedef {{ name: string, color: string, values: Float64Array }} Pinned
 */

/** Seeds of a band. */
const N_SEEDS = 20;
/** A gradient that shrinks or grows by so much on its way is worth a word. */
const VANISHED = 1e-4;
const EXPLODED = 1e2;

/** Cells laid over each other. @type {Record<string, (forget_bias: number) => Partial<Experiment>>} */
const CANDIDATES = {
  rnn: () => ({ cell: 'rnn' }),
  stage1: () => ({ cell: 'stage1' }),
  lstm_0: () => ({ cell: 'lstm', bias: false, forget_bias: 0 }),
  lstm: (forget_bias) => ({ cell: 'lstm', bias: true, forget_bias }),
  gru: (forget_bias) => ({ cell: 'gru', bias: true, forget_bias }),
};

/**
 * @param {App} app
 * @returns {Part}
 */
export function flowTab(app) {
  const { words, session, view } = app;
  const chart = timeChart(app, words.t('flow.label'));
  const factors = timeChart(app, words.t('flow.factors.label'), 1);
  const findings = h('ul', { 'class': 'findings', 'aria-label': words.t('gradients.findings') });
  const twin = table(app);
  const bands = candidates(app, () => show());
  /** @type {Pinned[]} */
  let pinned = [];
  const pin = h('button', { type: 'button', class: 'toggle plain', title: words.t('flow.pin.hint'), click: () => keep() }, words.t('flow.pin'));
  const clear = h('button', { type: 'button', class: 'toggle plain', hidden: true, title: words.t('flow.clear.hint'), click: () => (pinned = [], show()) }, words.t('flow.clear'));
  const flow = () => session.picture?.sequence?.flow?.at(-1);
  const keep = () => {
    const now = flow();
    if (!now || !session.description) return;
    const { cell } = session.description.experiment;
    const name = words.t('flow.pinned', { cell: words.t(`name.${cell}`), step: session.step });
    const colors = [app.theme.class0, app.theme.class1, ...(app.theme.classes ?? [])];
    pinned = [...pinned, { name, color: colors[(pinned.length + 3) % colors.length] ?? app.theme.ink, values: now.d_h.slice() }];
    show();
  };
  let told = '';
  const show = () => {
    clear.hidden = pinned.length === 0;
    const now = flow();
    if (!now) return;
    const { ink, muted, accent } = app.theme;
    chart.draw([
      ...bands.curves(),
      ...pinned,
      ...(now.d_c.some((one) => one > 0) ? [{ name: words.t('flow.d_c'), values: now.d_c, color: muted, dashed: true }] : []),
      { name: words.t('flow.d_h'), values: now.d_h, color: ink },
    ]);
    factors.draw([
      { name: words.t('flow.activation'), values: now.activation, color: muted },
      { name: words.t('flow.weights'), values: now.weights, color: ink },
      ...(now.memory.some((one) => one > 0) ? [{ name: words.t('flow.memory'), values: now.memory, color: accent }] : []),
    ]);
    twin.draw(now);
    const { code, text } = diagnosis(app, now);
    if (text === told) return;
    told = text;
    findings.classList.toggle('sound', code === 'sound');
    findings.replaceChildren(h('li', {}, text));
  };
  return {
    element: h(
      'div',
      { class: 'flow-through-time' },
      findings,
      h('figure', {}, h('figcaption', {}, words.t('flow.caption')), chart.element),
      h('div', { class: 'told' }, bands.element, h('div', { class: 'toggles' }, pin, clear), h('p', { class: 'note' }, words.t('flow.note'))),
      h('figure', {}, h('figcaption', {}, words.t('flow.factors')), factors.element),
      twin.element,
    ),
    update() {
      chart.forget();
      factors.forget();
      if (!view.through.flow) app.show({ through: { ...view.through, flow: true } });
      bands.update();
    },
    draw: show,
    close() {
      chart.close();
      factors.close();
    },
  };
}

/**
 * The cells to lay over each other, and the slider of their forget bias.
 * @param {App} app
 * @param {() => void} changed
 */
function candidates(app, changed) {
  const { words, session } = app;
  /** @type {Map<string, Quartiles>} */
  const known = new Map();
  const on = new Set(['rnn', 'lstm']);
  const id = newId();
  const slider = h('input', { id, type: 'range', min: 0, max: 6, step: 0.5, value: 3, name: 'flow-forget-bias' });
  const shown = readout({ for: id });
  const buttons = Object.keys(CANDIDATES).map((name) =>
    h(
      'button',
      { type: 'button', class: 'toggle plain', value: name, title: words.t('flow.candidates.hint'), click: () => turn(name) },
      titleOf(app, name, null),
    ),
  );
  let asked = '';
  let run = 0;
  const turn = (/** @type {string} */ name) => {
    if (!on.delete(name)) on.add(name);
    measure();
  };
  const measure = async () => {
    const { experiment } = session.description ?? {};
    if (!experiment) return;
    const mine = (run += 1);
    shown.value = words.plain(Number(slider.value));
    for (const button of buttons) button.setAttribute('aria-pressed', String(on.has(button.value)));
    try {
      for (const name of on) {
        const other = { ...flatten(experiment), parameters: null, frozen: [], ...CANDIDATES[name]?.(Number(slider.value)) };
        const quartiles = quartilesOf(await flowOverSeeds(other, N_SEEDS));
        if (mine !== run) return;
        known.set(name, quartiles);
      }
      changed();
    } catch (error) {
      app.fail(error);
    }
  };
  slider.addEventListener('input', measure);
  return {
    element: h(
      'div',
      { class: 'flow-cells' },
      h('span', { class: 'label' }, words.t('flow.candidates', { n: N_SEEDS })),
      h('div', { 'class': 'toggles', 'role': 'group', 'aria-label': words.t('flow.candidates', { n: N_SEEDS }) }, ...buttons),
      explain(
        h('div', { class: 'slider knob' }, h('label', { for: id }, words.t('field.forget_bias')), slider, shown),
        words.t('hint.forget_bias'),
      ),
    ),
    update() {
      const { experiment } = session.description ?? {};
      const { seed, data_seed, cell, forget_bias, n_iter, learning_rate, edits, ...rest } = experiment ?? {};
      const key = JSON.stringify(rest);
      if (key === asked) return changed();
      asked = key;
      known.clear();
      measure();
    },
    /** The median of each with its quartiles. */
    curves() {
      const colors = [app.theme.class0, ...(app.theme.classes ?? []), app.theme.class1];
      return Object.keys(CANDIDATES).flatMap((name, i) => {
        const band = known.get(name);
        if (!band || !on.has(name)) return [];
        const color = name === 'lstm' ? app.theme.class1 : (colors[i] ?? app.theme.accent);
        const title = titleOf(app, name, Number(slider.value));
        return [{ name: title, values: band.median, low: band.low, high: band.high, color }];
      });
    },
  };
}

/**
 * @param {App} app
 * @param {string} name
 * @param {number | null} forgetBias
 */
function titleOf({ words }, name, forgetBias) {
  if (name === 'lstm_0') return words.t('flow.lstm_0');
  if (name === 'lstm' && forgetBias !== null) return words.t('flow.lstm', { b: words.plain(forgetBias) });
  return words.t(name === 'lstm' ? 'flow.lstm.any' : `name.${name}`);
}

/**
 * Step by step over the seeds, of the norms of dL/dh_t.
 * @param {Float64Array} norms `[n_seeds, 2, n_steps]`
 * @returns {Quartiles}
 */
function quartilesOf(norms) {
  const n_steps = norms.length / (2 * N_SEEDS);
  const at = (/** @type {number} */ share) =>
    Float64Array.from({ length: n_steps }, (_, t) => {
      const sorted = Float64Array.from({ length: N_SEEDS }, (_, s) => norms[2 * s * n_steps + t] ?? 0).sort();
      const place = share * (N_SEEDS - 1);
      const [below = 0, above = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
      return below + (place % 1) * (above - below);
    });
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/**
 * In words: whether the gradient vanishes or explodes on its way back, and by how much a step.
 * @param {App} app
 * @param {TimeFlow} flow
 */
function diagnosis({ words }, flow) {
  const { along, norms } = wayBack(flow);
  const [first = 0, last = 0] = [norms[0], norms.at(-1)];
  const ratio = first / last;
  const values = {
    first: words.power(first),
    last: words.power(last),
    along,
    n_steps: norms.length,
    factor: words.power(ratio ** (1 / Math.max(1, norms.length - 1))),
    ratio: words.power(ratio < 1 ? 1 / ratio : ratio),
  };
  const code = !(ratio >= VANISHED) ? 'vanishing' : ratio > EXPLODED ? 'exploding' : 'sound';
  return { code, text: words.t(`flow.${code}`, values) };
}

/**
 * The numbers of the charts, of a few steps.
 * @param {App} app
 */
function table({ words }) {
  const columns = /** @type {const} */ (['d_h', 'd_c', 'activation', 'weights', 'memory']);
  const body = h('tbody');
  /** @type {TimeFlow | null} */
  let shown = null;
  const draw = () => {
    if (!shown || !body.checkVisibility()) return;
    const flow = shown;
    const rows = Array.from(flow.d_h, (_, t) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, String(t)),
        ...columns.map((name) => h('td', { class: 'number' }, words.power(flow[name][t] ?? NaN))),
      ),
    );
    body.replaceChildren(...rows);
  };
  return {
    element: h(
      'details',
      { class: 'more', toggle: draw },
      h('summary', { title: words.t('flow.table.hint') }, words.t('flow.table')),
      h(
        'div',
        { 'class': 'scroll', 'tabindex': 0, 'role': 'group', 'aria-label': words.t('flow.table') },
        h(
          'table',
          {},
          h('thead', {}, h('tr', {}, ...['step', ...columns].map((name) => h('th', { scope: 'col' }, termOf(words, `flow.${name}`))))),
          body,
        ),
      ),
    ),
    /** @param {TimeFlow} flow */
    draw(flow) {
      shown = flow;
      draw();
    },
  };
}
