// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draw } from '../../benches/growth.js';

test('what grows with x is a straight line, and what grows with its square a steeper one', () => {
  const points = [1, 10, 100, 1000].map((x) => ({ x, time: 1e-6 * x, least: 1e-9 * x ** 2 }));
  const svg = draw([{ name: 'some', points }]);
  /** The steps down from point to point of a line. @param {string} name */
  const falls = (name) => {
    const d = new RegExp(`class="${name}" d="([^"]*)"`).exec(svg)?.[1] ?? '';
    const y = d.split(/[ML]/).slice(1).map((point) => Number(point.split(' ')[1]));
    return y.slice(1).map((one, i) => (y[i] ?? NaN) - one);
  };
  const [time, least] = [falls('time'), falls('least')];
  assert.equal(time.length, 3);
  // Written with one decimal.
  for (const fall of time) assert.ok(Math.abs(fall - (time[0] ?? NaN)) < 0.2 && fall > 10, String(time));
  for (const [i, fall] of least.entries()) assert.ok(Math.abs(fall - 2 * (time[i] ?? NaN)) < 0.4, String(least));
  assert.match(svg, />1 ns<[^]*>1 µs<[^]*>1 ms</);
});
