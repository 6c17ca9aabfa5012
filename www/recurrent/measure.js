// @ts-check
// What a task is measured by, in words.

/**
 * The last score on fresh sequences; not a number before anything has been learnt.
 * @param {import("../state.js").Picture | undefined | null} picture
 */
export function scoreOf(picture) {
  const { step, accuracy } = picture?.sequence?.scores ?? {};
  return step?.at(-1) ? (accuracy?.at(-1) ?? NaN) : NaN;
}

/**
 * A share of right answers, or a mean squared error.
 * @param {import("../state.js").App} app
 * @param {number} value
 */
export function measureText({ words, session }, value) {
  if (!Number.isFinite(value)) return '–';
  const { measure } = session.description?.sequences ?? {};
  return measure === 'mean_squared_error' ? words.fixed(value, 4) : words.percent(value);
}
