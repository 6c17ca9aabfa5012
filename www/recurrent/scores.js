// @ts-check
// Loss and the task's own measure over the updates, beside what can be had without learning.

import { iterations, lossText } from '../curves.js';
import { decades, level, nearest, nice } from '../plot.js';
import { baselineName, measureName, measureText, scoredOn } from './measure.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Picture} Picture
 * @typedef {import("../plot.js").Line} Line
 */

/**
 * @param {App} app
 * @returns {import("../curves.js").Subject}
 */
export function ofSequences(app) {
  const { words, view, session } = app;
  const info = () => session.description?.sequences;
  const errors = () => info()?.measure === 'mean_squared_error';
  const scale = (/** @type {number} */ value) => (errors() ? value : 100 * value);
  const log = () => Boolean(view.log);
  /** The run that is kept, as far as it was measured alike. */
  const kept = () => (view.kept?.scores && view.kept.values === errors() ? view.kept : null);
  const x = (/** @type {Picture} */ picture) => iterations(app, picture);
  const xLabel = () => words.t('axis.iteration');
  /**
   * @param {string} name
   * @param {import("../pkg/neurone.js").History} history
   * @param {Float64Array} values
   * @param {string} color
   * @returns {Line}
   */
  const line = (name, history, values, color) => ({ name, step: history.step, values, color, dashed: false });
  /** @type {import("../plot.js").Panel["lines"]} */
  const losses = (picture) => {
    const { ink, muted } = app.theme;
    const before = kept();
    const base = info()?.baseline_loss ?? null;
    return [
      ...(base === null ? [] : [level(baselineName(app, 'loss'), base, x(picture), muted)]),
      ...(before ? [line(words.t('curves.kept'), before.history, before.history.loss, muted)] : []),
      line('', picture.history, picture.history.loss, ink),
    ];
  };
  /** @type {import("../plot.js").Panel["lines"]} */
  const measures = (picture) => {
    const { ink, muted, accent } = app.theme;
    const { baseline = 0, bound = null } = info() ?? {};
    const before = kept();
    const scores = picture.sequence?.scores;
    return [
      level(baselineName(app, 'measure'), scale(baseline), x(picture), muted),
      ...(bound === null ? [] : [level(words.t('curves.bound'), scale(bound), x(picture), accent)]),
      ...(before?.scores ? [line(words.t('curves.kept'), before.scores, before.scores.accuracy.map(scale), muted)] : []),
      ...(scores ? [line('', scores, scores.accuracy.map(scale), ink)] : []),
    ];
  };
  return {
    panels: [
      { name: () => words.t('loss'), lines: losses, range: (all) => (log() ? decades(all) : [0, nice(all)]), log, x, xLabel },
      {
        name: () => (errors() ? measureName(app) : words.t('curves.percent', { name: measureName(app) })),
        lines: measures,
        range: (all) => (!errors() ? [0, 100] : log() ? decades(all) : [0, nice(all)]),
        log: () => log() && errors(),
        x,
        xLabel,
        flag({ sequence }) {
          const at = sequence?.solvedAt ?? null;
          return at === null ? null : { x: at, text: words.t('curves.solved', { step: at }) };
        },
      },
    ],
    label: () => words.t('curves.label.sequences', { measure: within(measureName(app)) }),
    keep: ({ history, sequence }) => ({ history, values: errors(), ...(sequence && { scores: sequence.scores }) }),
    reading({ history, sequence }, i) {
      const step = history.step[i] ?? 0;
      const score = sequence?.scores.accuracy[nearest(sequence.scores.step, step)] ?? NaN;
      return words.t('curves.read.sequences', {
        step,
        loss: lossText(app, history.loss[i]),
        measure: within(measureName(app)),
        scored: scoredOn(app),
        score: measureText(app, score),
      });
    },
  };
}

/** A heading within a sentence. @param {string} text */
const within = (text) => text.charAt(0).toLowerCase() + text.slice(1);
