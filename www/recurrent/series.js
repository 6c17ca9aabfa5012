// @ts-check
// Predictions over what they should be: along the sequence that is shown, and along a whole series with
// the forecast that goes on from what was learnt.

import { newId } from '../controls.js';
import { h, readout } from '../dom.js';
import { explain } from '../hints.js';
import { level, plot } from '../plot.js';
import { firstOf, inYears } from './part.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 * @typedef {import("../state.js").Picture} Picture
 * @typedef {import("../plot.js").Line} Line
 * @typedef {import("../pkg/neurone.js").SeriesInfo} SeriesInfo
 */

/** Milliseconds between two looks at a whole series while it is learnt. */
const EVERY = 400;
/** Room for a number below 0 with two decimals. */
const LEFT = 42;

/**
 * A range that holds all numbers with some room.
 * @param {Line[]} lines
 * @returns {[number, number]}
 */
export function span(lines) {
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of lines) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high && value < Infinity) high = value;
    }
  }
  if (!(low < high)) return [Number.isFinite(low) ? low - 1 : 0, Number.isFinite(low) ? low + 1 : 1];
  const room = (high - low) / 12;
  return [low - room, high + room];
}

/**
 * Whole numbers from `start` on.
 * @param {number} start
 * @param {number} n
 */
const count = (start, n) => Float64Array.from({ length: n }, (_, i) => start + i);

/**
 * What is answered along the sequence that is shown, where the answers are values.
 * @param {App} app
 * @returns {Part}
 */
export function valuesPlot(app) {
  const { words, session, theme, view } = app;
  const passage = () => session.picture?.sequence?.passage;
  const chart = plot(app, {
    name: () => words.t('values.along'),
    left: LEFT,
    x: () => [0, Math.max(1, (passage()?.n_steps ?? 2) - 1)],
    xLabel: () => words.t('axis.step'),
    lines() {
      const { y, output, n_steps } = passage() ?? { y: new Float64Array(), output: new Float64Array(), n_steps: 0 };
      // A single answer stands at the end.
      if (y.length === 1) {
        const x = /** @type {[number, number]} */ ([0.9 * (n_steps - 1), n_steps - 1]);
        return [level(words.t('time.part.target'), y[0] ?? 0, x, theme.muted), { ...level(words.t('time.part.output'), output[0] ?? 0, x, theme.class1), dashed: false }];
      }
      const step = count(n_steps - y.length, y.length);
      return [
        { name: words.t('time.part.target'), step, values: y, color: theme.muted, dashed: true },
        { name: words.t('time.part.output'), step, values: output, color: theme.class1, dashed: false },
      ];
    },
    range: (all) => span([...all, level('', 0, [0, 1], '')]),
    log: () => false,
  });
  const element = h('figure', { class: 'values' }, h('figcaption', { class: 'label' }, words.t('values.along')), chart.element);
  const shown = () => {
    const { content, classes = [] } = session.description?.sequences ?? {};
    return content === 'drawn' && classes.length === 0;
  };
  return {
    element,
    update: chart.update,
    draw(picture) {
      element.hidden = !shown();
      if (element.hidden) return;
      chart.draw(picture);
      chart.mark(view.through.t);
    },
    close: chart.close,
  };
}

/**
 * What is known of a series at one moment of the run.
 * @typedef {object} Outlook
 * @property {SeriesInfo} series
 * @property {Float64Array} predicted each next value, from the second on
 * @property {Float64Array} forecast
 */

/**
 * @param {App} app
 * @param {number} n steps of the forecast
 * @returns {Promise<Outlook | null>}
 */
async function lookAhead({ session }, n) {
  const series = await session.askSequences('series');
  if (!series) return null;
  const { values, mean, deviation } = series;
  const [passage, forecast] = await Promise.all([
    session.askSequences('passage_of_part', 0, values.length - 1, new Float64Array()),
    session.askSequences('forecast', n),
  ]);
  if (!passage || !forecast) return null;
  return { series, predicted: passage.output.map((value) => value * deviation + mean), forecast };
}

/**
 * @param {App} app
 * @returns {Part}
 */
export function seriesPanel(app) {
  const { words, session, theme, view } = app;
  /** @type {Outlook | null} */
  let outlook = null;
  let [asked, busy] = [0, false];
  /** The parameters that it holds for, and what they are of. */
  let of = /** @type {Float64Array} */ (new Float64Array());
  let about = session.description;
  const moved = () =>
    session.description !== about || (session.picture?.parameters.some((value, i) => value !== of[i]) ?? false);
  const tested = () => outlook !== null && outlook.series.n_train < outlook.series.values.length;
  const start = () => firstOf(app);
  const chart = plot(app, {
    name: () => words.t('series'),
    left: LEFT,
    x: () => {
      const { n_train = 1, values = [] } = outlook?.series ?? {};
      return [start(), start() + Math.max(values.length, n_train + Number(length.value)) - 1];
    },
    xLabel: () => words.t(inYears(app) ? 'axis.year' : 'axis.step'),
    lines() {
      if (!outlook) return [];
      const { series: { values, n_train }, predicted, forecast } = outlook;
      const line = (/** @type {string} */ name, /** @type {number} */ from, /** @type {Float64Array} */ list, /** @type {string} */ color, dashed = false) =>
        ({ name, step: count(start() + from, list.length), values: list, color, dashed });
      return [
        line('', 0, values.subarray(0, n_train), theme.muted),
        line('', n_train - 1, values.subarray(n_train - 1), theme.ink),
        line('', 1, predicted, theme.class1),
        line('', n_train, forecast, theme.class0),
      ];
    },
    range: (all) => span(all.slice(0, 2)),
    log: () => false,
    flag: () => outlook && { x: start() + outlook.series.n_train, text: words.t(tested() ? 'series.test' : 'series.end') },
  });
  const id = newId();
  const length = h('input', { id, type: 'range', min: 1, max: 200, step: 1, value: 60 });
  const steps = readout({ for: id });
  const note = h('p', { class: 'caption' });
  const key = (/** @type {string} */ name) => h('span', { class: `key of-${name}` }, words.t(`series.${name}`));
  const source = h('p', { class: 'caption' });
  const element = h(
    'section',
    { 'class': 'series', 'aria-label': words.t('series') },
    h('div', { class: 'legend caption' }, ...['train', 'kept', 'predicted', 'forecast'].map(key)),
    chart.element,
    explain(
      h('div', { class: 'field slider' }, h('label', { for: id }, words.t('series.forecast')), length, steps),
      words.t('series.forecast.hint'),
    ),
    note,
    source,
  );
  const write = () => {
    if (!outlook || !session.picture) return;
    const { series: { values, n_train, deviation }, forecast, predicted } = outlook;
    element.classList.toggle('untested', !tested());
    steps.value = words.t('series.steps', { n: forecast.length });
    chart.draw(session.picture);
    chart.element.setAttribute('data-forecast', String(forecast.length));
    const error = (/** @type {Float64Array} */ list, /** @type {Float64Array} */ wanted) => {
      const n = Math.min(list.length, wanted.length);
      const sum = list.subarray(0, n).reduce((all, value, i) => all + ((value - (wanted[i] ?? 0)) / deviation) ** 2, 0);
      return words.fixed(sum / n, 4);
    };
    if (!tested()) return void (note.textContent = words.t('series.note.whole', { one: error(predicted, values.subarray(1)) }));
    note.textContent = words.t('series.note', {
      one: error(predicted.subarray(n_train - 1), values.subarray(n_train)),
      many: error(forecast, values.subarray(n_train)),
      n: Math.min(forecast.length, values.length - n_train),
    });
  };
  const look = async () => {
    if (busy || session.description?.sequences?.content !== 'series') return;
    busy = true;
    asked = performance.now();
    of = session.picture?.parameters ?? of;
    about = session.description;
    const n = Number(length.value);
    try {
      outlook = await lookAhead(app, n);
      write();
    } catch (error) {
      app.fail(error);
    } finally {
      busy = false;
    }
    // What has moved on meanwhile is looked at once it rests.
    if (n !== Number(length.value) || (!session.playing && moved())) look();
  };
  length.addEventListener('input', look);
  chart.element.addEventListener('click', (event) => {
    if (!outlook) return;
    const { n_steps = 1 } = session.description?.sequences ?? {};
    const at = Math.round(chart.valueAt(event.clientX) - start() - n_steps / 2);
    const from = Math.min(outlook.series.values.length - 1 - n_steps, Math.max(0, at));
    app.show({ through: { ...view.through, from } });
  });
  return {
    element,
    update() {
      const shown = session.description?.sequences?.content === 'series';
      element.hidden = !shown;
      source.textContent = inYears(app) ? words.t('series.sunspots') : '';
      if (!shown) return;
      chart.update();
      write();
    },
    draw(picture) {
      if (element.hidden) return;
      chart.mark(start() + view.through.from + view.through.t);
      const wait = session.playing && performance.now() - asked < EVERY;
      if (!wait && moved()) look();
    },
    close: chart.close,
  };
}
