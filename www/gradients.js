// @ts-check
// How the gradient fares on its way back through the layers, and what goes wrong: a table that is its
// own picture, on logarithmic axes.

import { className } from './datasets.js';
import { classCounts, diagnose, lastChange } from './diagnose.js';
import { h, place } from './dom.js';
import { termOf } from './hints.js';
import { activationOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./pkg/neurone.js").Flow} Flow
 * @typedef {import("./diagnose.js").Units} Units
 */

/** Milliseconds between two readings of all activations while training. */
const READING = 500;
/** While training a look waits this many times as long as the last one took. */
const REST = 3;
/** Decades that an axis shows at least. */
const NORMS = 4;
const FACTORS = 1;

/**
 * @param {App} app
 * @returns {Part}
 */
export function gradientsTab(app) {
  const { session, words } = app;
  const findings = h('ul', { 'class': 'findings', 'aria-label': words.t('gradients.findings') });
  const chart = table(app);
  /** @type {Units[]} */
  let layers = [];
  let read = -Infinity;
  let busy = false;
  let free = 0;
  const look = async () => {
    const { description } = session;
    const begin = performance.now();
    if (busy || !description || chart.element.closest('[hidden]') || (session.playing && begin < free)) return;
    busy = true;
    try {
      const flow = await session.ask('flow');
      if (!flow) return;
      const now = performance.now();
      if (!session.playing || now - read > READING) {
        read = now;
        layers = await units(app);
      }
      if (session.description !== description) return;
      chart.draw(flow);
      report(flow);
    } catch (error) {
      app.fail(error);
    } finally {
      busy = false;
      free = performance.now() + REST * (performance.now() - begin);
      if (session.description !== description) look();
    }
  };
  let told = '';
  /** @param {Flow[]} flow */
  const report = (flow) => {
    const { description, picture } = session;
    if (!description || !picture) return;
    const { experiment, data } = description;
    const found = diagnose({
      flow,
      history: picture.history,
      since: lastChange(experiment),
      rate: picture.rate,
      layers,
      classes: classCounts(data),
    });
    const texts = found.length ? found.map((one) => sentence(app, one)) : [words.t('gradients.sound')];
    if (texts.join() === told) return;
    told = texts.join();
    findings.classList.toggle('sound', !found.length);
    findings.replaceChildren(...texts.map((text) => h('li', {}, text)));
  };
  return {
    element: h(
      'div',
      { class: 'gradients' },
      findings,
      chart.element,
      h('p', { class: 'note' }, words.t('gradients.note')),
    ),
    update() {
      chart.forget();
      read = -Infinity;
      look();
    },
    draw: () => void look(),
  };
}

/**
 * The hidden layers as the training points see them.
 * @param {App} app
 * @returns {Promise<Units[]>}
 */
async function units({ session }) {
  const { description } = session;
  if (!description) return [];
  const { data, current } = description;
  const kept = new Set(data.test);
  const shown = Array.from(data.y.keys()).filter((i) => !kept.has(i));
  const x = Float64Array.from([...shown, ...shown.map((i) => data.m + i)], (i) => data.x[i] ?? 0);
  const values = await Promise.all(current.hidden.map((_, l) => session.ask('activations', l + 1, x)));
  return current.hidden.map((n, l) => ({
    activation: activationOf(current, l),
    n,
    values: values[l] ?? new Float64Array(),
  }));
}

/**
 * A diagnosis in words, with its number.
 * @param {App} app
 * @param {import("./diagnose.js").Diagnosis} found
 */
function sentence(app, found) {
  const { words } = app;
  switch (found.code) {
    case 'vanishing':
    case 'exploding':
      return words.t(`finding.${found.code}`, {
        of: 'of' in found ? found.of : 'W',
        first: words.power(found.first),
        last: words.power(found.last),
        ratio: words.power(found.ratio),
        layer: found.layer,
      });
    case 'saturated':
      return words.t('finding.saturated', { layer: found.layer, share: words.percent(found.share) });
    case 'dead':
      return words.t('finding.dead', { layer: found.layer, n: found.count, of: found.of });
    case 'rising':
      return words.t('finding.rising', {
        low: words.power(found.low),
        at: found.at,
        now: words.power(found.now),
        rate: words.short(found.rate),
      });
    case 'imbalanced':
      return words.t('finding.imbalanced', {
        class: className(app, found.class),
        n: found.count,
        of: found.of,
        share: words.percent(found.share),
      });
  }
}

/**
 * One row a layer, the output first, for that is the way the gradient goes.
 * @param {App} app
 */
function table({ words }) {
  const norms = axis(NORMS);
  const factors = axis(FACTORS);
  const head = (/** @type {string} */ key, /** @type {ReturnType<typeof axis> | null} */ scale) =>
    h('th', { scope: 'col' }, termOf(words, key), scale?.element);
  const body = h('tbody');
  const element = h(
    'div',
    { 'class': 'scroll', 'tabindex': 0, 'role': 'group', 'aria-label': words.t('gradients.caption') },
    h(
      'table',
      { class: 'flow' },
      h('caption', {}, words.t('gradients.caption')),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          head('gradients.layer', null),
          head('gradients.norm', norms),
          head('gradients.gain', null),
          head('gradients.factors', factors),
        ),
      ),
      body,
    ),
  );
  /** @type {ReturnType<typeof row>[]} */
  let rows = [];
  return {
    element,
    forget() {
      norms.forget();
      factors.forget();
    },
    /** @param {Flow[]} flow */
    draw(flow) {
      if (rows.length !== flow.length) {
        rows = flow.map((_, l) => row(words, l, flow.length));
        body.replaceChildren(...rows.map((one) => one.element).reverse());
      }
      norms.fit(flow.map(({ d_w }) => d_w));
      factors.fit([1, ...flow.flatMap(({ weights, gain }) => [weights, gain])]);
      rows.forEach((one, l) => {
        const at = flow[l];
        if (at) one.draw(at, norms, factors);
      });
    },
  };
}

/**
 * @param {import("./words.js").Words} words
 * @param {number} l
 * @param {number} n layers
 */
function row(words, l, n) {
  const last = l === n - 1;
  const bar = (/** @type {string} */ kind) => h('span', { class: `stretch ${kind}` });
  const [norm, weights, activation] = [bar('norm'), bar('by-weights'), bar('by-activation')];
  const number = () => h('span', { class: 'number' });
  const [normText, gainText, weightsText, activationText] = [number(), number(), number(), number()];
  const factor = (/** @type {string} */ key, /** @type {Element} */ text, /** @type {Element} */ one) =>
    h('div', { class: 'factor' }, h('span', { class: 'label' }, words.t(key), ' ', text), h('span', { class: 'lane' }, one));
  const element = h(
    'tr',
    {},
    h('th', { scope: 'row' }, last ? words.t('weights.output') : words.t('weights.layer', { layer: l + 1 })),
    h('td', {}, h('div', { class: 'factor' }, normText, h('span', { class: 'lane' }, norm))),
    h('td', {}, last ? '–' : gainText),
    h(
      'td',
      {},
      last ? null : factor('gradients.weights', weightsText, weights),
      last ? null : factor('gradients.activation', activationText, activation),
    ),
  );
  return {
    element,
    /**
     * @param {Flow} flow
     * @param {ReturnType<typeof axis>} norms
     * @param {ReturnType<typeof axis>} factors
     */
    draw(flow, norms, factors) {
      normText.textContent = words.power(flow.d_w);
      norms.stretch(norm, 0, flow.d_w);
      gainText.textContent = words.power(flow.gain);
      weightsText.textContent = `× ${words.power(flow.weights)}`;
      activationText.textContent = `× ${words.power(flow.activation)}`;
      // The second bar starts where the first ends: on a logarithmic axis a product is a sum.
      factors.stretch(weights, 1, flow.weights);
      factors.stretch(activation, flow.weights, flow.gain);
    },
  };
}

/**
 * A logarithmic axis of whole decades, which only widens, so that nothing jumps.
 * @param {number} fewest decades
 */
function axis(fewest) {
  const element = h('span', { 'class': 'decades', 'aria-hidden': 'true' });
  let [low, high] = [Infinity, -Infinity];
  let drawn = '';
  const at = (/** @type {number} */ value) =>
    Math.min(1, Math.max(0, (Math.log10(value) - low) / Math.max(1, high - low)));
  return {
    element,
    forget() {
      [low, high] = [Infinity, -Infinity];
    },
    /** @param {number[]} values */
    fit(values) {
      for (const value of values.filter((one) => one > 0 && Number.isFinite(one))) {
        low = Math.min(low, Math.floor(Math.log10(value)));
        high = Math.max(high, Math.ceil(Math.log10(value)));
      }
      if (low > high) [low, high] = [-1, 0];
      low = Math.min(low, high - fewest);
      if (`${low} ${high}` === drawn) return;
      drawn = `${low} ${high}`;
      const stride = Math.ceil((high - low) / 6);
      const ticks = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((k) => k % stride === 0);
      element.replaceChildren(
        ...ticks.map((k) => {
          const tick = h('span', {}, '10', h('sup', {}, String(k).replace('-', '−')));
          place(tick, { '--x': String(at(10 ** k)) });
          return tick;
        }),
      );
    },
    /**
     * @param {HTMLElement} bar
     * @param {number} from 0 for the foot of the axis
     * @param {number} to
     */
    stretch(bar, from, to) {
      const [a, b] = [from > 0 ? at(from) : 0, to > 0 ? at(to) : 0];
      place(bar, { '--from': String(Math.min(a, b)), '--share': String(Math.abs(b - a)), '--to': String(b) });
    },
  };
}
