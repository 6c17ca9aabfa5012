// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classCounts, diagnose } from '../../www/diagnose.js';

/** @param {number[]} norms */
const flow = (norms) => norms.map((d_w) => ({ d_w, d_z: 1, weights: 1, activation: 1, gain: 1 }));

/** @param {number[]} loss */
const history = (loss) => ({ step: Float64Array.from(loss, (_, i) => 10 * i), loss: Float64Array.from(loss) });

const sound = {
  flow: flow([0.1, 0.2]),
  history: history([0.7, 0.6, 0.5, 0.4, 0.3, 0.3]),
  since: 0,
  rate: 0.1,
  layers: [{ activation: 'sigmoid', n: 1, values: Float64Array.of(0.3, 0.6) }],
  classes: [50, 50],
};

/** @param {Partial<import("../../www/diagnose.js").Evidence>} evidence */
const found = (evidence) => diagnose({ ...sound, ...evidence });

test('a sound training has nothing wrong', () => {
  assert.deepEqual(found({}), []);
  assert.deepEqual(found({ flow: flow([0.1]), layers: [], classes: [] }), []);
  assert.deepEqual(found({ flow: flow([0, 0]), history: history([0.7]) }), [], 'nor has one that has not begun');
});

test('a gradient vanishes or explodes by a hundred', () => {
  assert.deepEqual(found({ flow: flow([2e-7, 1e-4, 0.16]) }), [
    { code: 'vanishing', of: 'W', layer: 3, last: 0.16, first: 2e-7, ratio: 0.16 / 2e-7 },
  ]);
  assert.deepEqual(found({ flow: flow([1e-2, 0.9]) }), []);
  // Rung 3 at its end: the output's own gradient has become small as well.
  const late = flow([1e-2, 0.06]).map((one, l) => ({ ...one, d_z: [2e-4, 0.3][l] ?? 0 }));
  assert.deepEqual(found({ flow: late }), [{ code: 'vanishing', of: 'Z', layer: 2, last: 0.3, first: 2e-4, ratio: 0.3 / 2e-4 }]);
  const [exploding] = found({ flow: flow([4, 2e-3]) });
  assert.ok(exploding?.code === 'exploding' && Math.abs(exploding.ratio - 2000) < 1e-9);
});

test('units are saturated where most slopes are flat', () => {
  const tanh = { activation: 'tanh', n: 2, values: Float64Array.of(0.99, -0.99, 0.98, 0.1) };
  assert.deepEqual(found({ layers: [...sound.layers, tanh] }), [{ code: 'saturated', layer: 2, share: 0.75 }]);
  assert.deepEqual(found({ layers: [{ ...tanh, activation: 'relu' }] }), []);
});

test('a ReLU is dead that answers 0 to every point', () => {
  const relu = { activation: 'relu', n: 3, values: Float64Array.of(0, 0, 0, 1, 0, 0) };
  assert.deepEqual(found({ layers: [relu] }), [{ code: 'dead', layer: 1, count: 2, of: 3 }]);
  assert.deepEqual(found({ layers: [{ ...relu, activation: 'tanh' }] }), []);
});

test('the learning rate is too high where the loss rises', () => {
  const [rising] = found({ history: history([0.7, 0.3, 0.4, 0.6, 0.9, 1.2]), rate: 3 });
  assert.ok(rising?.code === 'rising');
  assert.deepEqual([rising.low, rising.at, rising.rate], [0.3, 10, 3]);
  assert.ok(Math.abs(rising.now - 0.9) < 1e-12);
  assert.deepEqual(found({ history: history([0.7, 0.3, 0.4, 0.6, 0.9, 1.2]), since: 51 }), [], 'what came before a change is not its doing');
  assert.deepEqual(found({ history: history([0.7, 0.01, 0.02, 0.015, 0.02, 0.02]) }), [], 'a wobble near 0');
  assert.deepEqual(found({ history: history([0.3, 0.2, 0.9, 0.8, 0.7, 0.6, 0.5]), since: 20 }), [], 'before a change');
});

test('classes are imbalanced from three to one', () => {
  assert.deepEqual(found({ classes: [75, 25] }), [{ code: 'imbalanced', class: 1, count: 25, of: 100, share: 0.75 }]);
  assert.deepEqual(found({ classes: [70, 30] }), []);
});

test('classes are counted without the test points', () => {
  const data = { x: new Float64Array(8), y: Float64Array.of(0, 1, 1, 2), m: 4, n_classes: 3, classes: [], test: Float64Array.of(2) };
  assert.deepEqual(classCounts(data), [1, 1, 1]);
});
