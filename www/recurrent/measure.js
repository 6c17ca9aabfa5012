// @ts-check
// What a task is measured by, in words.

/** @typedef {import("../state.js").App} App */

/** Tasks whose measure looks at some of the answers only, which then have a name. */
const NAMED = ['reber', 'copy'];

/**
 * The last score; not a number before anything has been learnt.
 * @param {import("../state.js").Picture | undefined | null} picture
 */
export function scoreOf(picture) {
  const { step, accuracy } = picture?.sequence?.scores ?? {};
  return step?.at(-1) ? (accuracy?.at(-1) ?? NaN) : NaN;
}

/**
 * What the scores are taken on: where sequences are drawn without end, on others than those learnt from.
 * @param {App} app
 */
export function scoredOn({ words, session }) {
  const { content, task } = session.description?.sequences ?? {};
  return words.t(content === 'drawn' && task !== 'given' ? 'scored.drawn' : 'scored.learnt');
}

/**
 * A share of right answers, or a mean squared error.
 * @param {App} app
 * @param {number} value
 */
export function measureText({ words, session }, value) {
  if (!Number.isFinite(value)) return '–';
  const { measure } = session.description?.sequences ?? {};
  return measure === 'mean_squared_error' ? words.fixed(value, 4) : words.percent(value);
}

/** The key of what the measure is called. @param {App} app */
export function measureKey({ session }) {
  const { measure = 'accuracy', task = '' } = session.description?.sequences ?? {};
  return `measure.${NAMED.includes(task) ? task : measure}`;
}

/** What the measure is called. @param {App} app */
export const measureName = (app) => app.words.t(measureKey(app));

/**
 * Who has learnt nothing, and still reaches the baseline: by chance, or with the same answer every time.
 * @param {App} app
 * @param {"loss" | "measure"} of
 */
export function baselineName({ words, session }, of) {
  const { measure, content } = session.description?.sequences ?? {};
  if (content === 'text') return words.t(of === 'loss' ? 'baseline.frequencies' : 'baseline.commonest');
  if (measure === 'accuracy') return words.t('baseline.chance');
  return words.t(content === 'series' ? 'baseline.series' : 'baseline.constant');
}
