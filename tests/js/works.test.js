// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WORKS, floor } from '../../benches/works.js';

// Mflop and thousands of calls as they were counted by hand when the works were chosen, to three digits; the first
// three digits of a sum of integers.
const COUNTED = {
  W1: [0.0184, 1.4], W2: [8.02, 24.7], W3: [0.0448, 3.3], W4: [1.016, 24.5], W5: [1580, 2], W6a: [267, 2470],
  W6b: [0.36, 70], W7: [10.1, 51.2], W8: [158, 512], W9: [449, 721],
};

test('the ten works cost what was counted', () => {
  assert.deepEqual(WORKS.map(({ name }) => name), Object.keys(COUNTED));
  for (const work of WORKS) {
    const { name, flops, calls } = work;
    const [mflop, thousands] = /** @type {number[]} */ (COUNTED[/** @type {keyof typeof COUNTED} */ (name)]);
    const near = (/** @type {number} */ got, /** @type {number | undefined} */ counted = NaN) =>
      assert.ok(Math.abs(got / counted - 1) < 0.005, `${name}: ${got}, counted ${counted}`);
    near(flops / 1e6, mflop);
    near((calls.exp + calls.sigmoid + calls.tanh) / 1e3, thousands);
    const least = work.kind === 'picture' ? flops / 2 : flops;
    assert.ok(floor(work, 8) > floor(work, 5.7) && floor(work, 5.7) > least, name);
  }
});
