// @ts-check
// The result slot: what the cell does along a sequence, and how well the task is learnt.

import { segmented } from '../controls.js';
import { curves } from '../curves.js';
import { h, readout, write } from '../dom.js';
import { termOf } from '../hints.js';
import { timelineSlider } from '../slider.js';
import { measureKey, measureText, scoreOf, scoredOn } from './measure.js';
import { partBar, windowLength } from './part.js';
import { passes } from './passes.js';
import { twin } from './moment.js';
import { sampling } from './sampling.js';
import { ofSequences } from './scores.js';
import { seriesPanel, valuesPlot } from './series.js';
import { strips } from './strips.js';
import { textPanel } from './text.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function outputSlot(app) {
  const { words, session, view } = app;
  let total = 0;
  const unrolled = strips(app);
  const numbers = readings(app);
  const layers = h('div', { class: 'row layer-row' });
  const part = partBar(app, () => total);
  const text = textPanel(app);
  const values = valuesPlot(app);
  const series = seriesPanel(app);
  const below = curves(app, ofSequences(app));
  const others = [text, series, sampling(app), timelineSlider(app), passes(app), twin(app)];
  const [, , sample, time, animation, table] = others;
  const parts = [unrolled, numbers, part, values, below, ...others];
  let of = '';
  /** The part of a whole that is shown, and how long that whole is. */
  const settle = async () => {
    const { sequences: info, experiment } = session.description ?? {};
    const length = windowLength(app);
    if (!info || !experiment) return;
    if (view.through.length !== length) {
      view.through = { ...view.through, length };
      session.draw();
    }
    const now = JSON.stringify([info.task, experiment.text, experiment.series]);
    if (now === of || !length) return;
    const whole = info.content === 'text' ? await session.askSequences('text') : (await session.askSequences('series'))?.values;
    if (!whole) return;
    of = now;
    total = typeof whole === 'string' ? [...whole].length : whole.length - 1;
    part.update?.();
  };
  /** @type {ReturnType<typeof segmented> | null} */
  let choice = null;
  let n = 1;
  const switchLayers = () => {
    const now = session.description?.experiment.n_layers ?? 1;
    if (now !== n) buildLayers(now);
    choice?.set(String(Math.min(view.through.layer, n - 1)));
  };
  const buildLayers = (/** @type {number} */ now) => {
    n = now;
    choice = segmented(
      words.t('time.layer'),
      Array.from({ length: n }, (_, i) => ({ value: String(i), text: words.t('time.layer.n', { layer: i + 1 }) })),
      (value) => app.show({ through: { ...view.through, layer: Number(value) } }),
      words.t('time.layer.hint'),
    );
    layers.replaceChildren(...(n > 1 ? [choice.element] : []));
  };
  return {
    element: h(
      'section',
      { 'class': 'slot output sequences', 'aria-label': words.t('slot.time') },
      h('h3', { class: 'unseen' }, words.t('slot.time')),
      h('div', { class: 'through-head' }, part.element, layers),
      h('div', { class: 'result' }, numbers.element, unrolled.element),
      text.element,
      values.element,
      series.element,
      below.element,
      time?.element,
      sample?.element,
      animation?.element,
      table?.element,
    ),
    update() {
      switchLayers();
      settle().catch((error) => app.fail(error));
      for (const one of parts) one.update?.();
    },
    draw(picture) {
      for (const one of [unrolled, values, below]) one.draw?.(picture);
      if (app.due('texts')) for (const one of [numbers, part]) one.draw?.(picture);
      if (app.due('rest')) for (const one of others) one.draw?.(picture);
    },
    close() {
      for (const one of parts) one.close?.();
    },
  };
}

/**
 * Loss, the task's own measure, and when that was enough.
 * @param {App} app
 * @returns {Part}
 */
function readings(app) {
  const { words, session } = app;
  const reading = (/** @type {string} */ name) => {
    const label = termOf(words, name, name === 'measure' ? '' : words.t(name));
    const value = readout();
    const more = name !== 'measure' ? ' from-2' : '';
    return { label, value, element: h('div', { class: `reading ${name}${more}` }, label, value) };
  };
  const loss = reading('loss');
  const perplexity = reading('perplexity');
  const measure = reading('measure');
  const solved = reading('solved');
  return {
    element: h('div', { class: 'numbers' }, loss.element, perplexity.element, measure.element, solved.element),
    update() {
      perplexity.element.hidden = session.description?.sequences?.content !== 'text';
      solved.element.hidden = (session.description?.sequences?.bound ?? null) === null;
      const key = measureKey(app);
      measure.label.textContent = words.t(key);
      measure.label.title = words.t(`${key}.hint`, { scored: scoredOn(app) });
    },
    draw(picture) {
      const { metrics, sequence } = picture;
      write(loss.value, words.fixed(metrics.loss, 6));
      write(perplexity.value, words.fixed(Math.exp(metrics.loss), 3));
      write(measure.value, measureText(app, scoreOf(picture)));
      measure.value.title = words.t('scored.at', { step: sequence?.scores.step.at(-1) ?? 0 });
      const at = sequence?.solvedAt ?? null;
      write(solved.value, at === null ? '–' : words.t('solved.after', { step: at }));
    },
  };
}
