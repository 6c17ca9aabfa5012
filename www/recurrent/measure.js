// @ts-check
// What a task is measured by, in words.

/**
 * The last score on fresh sequences; not a number where there is none.
 * @param {import("../state.js").Picture | undefined | null} picture
 */
export const scoreOf = (picture) => picture?.sequence?.scores.accuracy.at(-1) ?? NaN;

/**
 * A share of right answers, or a mean squared error.
 * @param {import("../state.js").App} app
 * @param {number} value
 */
export function measureText({ words, session }, value) {
  const { measure } = session.description?.sequences ?? {};
  return measure === 'mean_squared_error' ? words.fixed(value, 4) : words.percent(value);
}
