// @ts-check
// What a task is measured by, in words.

/**
 * A share of right answers, or a mean squared error.
 * @param {import("../state.js").App} app
 * @param {number} value
 */
export function measureText({ words, session }, value) {
  const { measure } = session.description?.sequences ?? {};
  return measure === 'mean_squared_error' ? words.fixed(value, 4) : words.percent(value);
}
