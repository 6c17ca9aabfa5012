// @ts-check
// What the page decides about data by itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST, MORE, classesOf, fitting, isCurve, rangeOfValues, uses } from '../../www/datasets.js';
import { nearest, pointsOf, samplesOf } from '../../www/draw.js';
import { isTable } from '../../www/files.js';
import { guess } from '../../www/table.js';

/** @param {object} fields */
const experiment = (fields) =>
  /** @type {import('../../www/state.js').Experiment} */ (/** @type {unknown} */ ({
    dataset: 'blobs',
    n_classes: 2,
    points: null,
    loss: 'log_loss',
    output: 'sigmoid',
    edits: [],
    ...fields,
  }));

/** @param {number[]} x1 @param {number[]} x2 @param {number[]} y @param {number} n_classes */
const data = (x1, x2, y, n_classes) => ({
  x: Float64Array.of(...x1, ...x2),
  y: Float64Array.from(y),
  m: y.length,
  n_classes,
  classes: [],
  test: new Float64Array(),
});

test('a change of the data brings the loss that it needs, and only then', () => {
  const two = experiment({});
  assert.deepEqual(fitting(two, { dataset: 'moons' }), { dataset: 'moons' });
  assert.equal(fitting(two, { dataset: 'iris' }).loss, 'cross_entropy');
  assert.equal(fitting(two, { n_classes: 3 }).output, 'softmax');
  assert.deepEqual(fitting(two, { dataset: 'sine' }), { dataset: 'sine', loss: 'mse', output: 'identity' });
  assert.equal(fitting(experiment({ dataset: 'sine', loss: 'mse' }), { dataset: 'xor' }).loss, 'log_loss');
  assert.equal(fitting(experiment({ dataset: 'sine', loss: 'half_mse' }), { dataset: 'plane' }).loss, undefined);
  const hinge = experiment({ loss: 'hinge', output: 'tanh' });
  assert.equal(fitting(hinge, { dataset: 'circles' }).loss, undefined, 'a choice that fits stays');
  const edited = experiment({ edits: [{ step: 3, field: 'loss', value: 'mse' }], dataset: 'iris' });
  assert.equal(fitting(edited, { dataset: 'spiral', n_classes: 4 }).loss, undefined);
  const curve = experiment({ dataset: 'sine', features: ['x1'], loss: 'mse', output: 'identity' });
  const points = (/** @type {number} */ x2) => ({ x: /** @type {[number, number][]} */ ([[1, 0], [2, x2]]), y: [0, 1], values: true });
  assert.equal(fitting(curve, { dataset: 'points', points: points(0) }).features, undefined, 'on a curve x2 tells nothing');
  assert.deepEqual(fitting(curve, { dataset: 'points', points: points(1) }).features, ['x1', 'x2']);
});

test('classes are counted as the module counts them', () => {
  const count = (/** @type {object} */ fields) => classesOf(experiment(fields));
  assert.deepEqual([count({ n_classes: 5 }), count({ dataset: 'moons', n_classes: 5 })], [5, 2]);
  assert.deepEqual([count({ dataset: 'iris' }), count({ dataset: 'plane' })], [3, 0]);
  const points = { x: [[0, 0]], y: [0] };
  assert.equal(count({ dataset: 'points', points }), 2);
  assert.equal(count({ dataset: 'points', points: { ...points, y: [4] } }), 5);
  assert.equal(count({ dataset: 'points', points: { ...points, values: true } }), 0);
});

test('every data set uses its noise but real and own ones', () => {
  assert.deepEqual([...FIRST, ...MORE].filter((name) => !uses(name, 'noise')), ['iris']);
  assert.equal(uses('points', 'n_samples'), false);
});

test('a curve has one coordinate, and its colours their ends', () => {
  assert.equal(isCurve(data([1, 2], [0, 0], [3, 4], 0)), true);
  assert.equal(isCurve(data([1, 2], [0, 1], [3, 4], 0)), false);
  assert.equal(isCurve(data([1, 2], [0, 0], [0, 1], 2)), false);
  assert.deepEqual(rangeOfValues(data([0, 0], [0, 0], [-1, 3], 0)), [-3, 3]);
  assert.deepEqual(rangeOfValues(data([0, 0], [0, 0], [5, 9], 0)), [5, 9]);
  assert.deepEqual(rangeOfValues(data([0], [0], [5], 0)), [4, 6]);
});

test('drawn points are those of the run and back', () => {
  const samples = samplesOf(/** @type {any} */ ({ data: data([1, 2], [3, 4], [0, 1], 2) }));
  assert.deepEqual(samples, [{ x: [1, 3], y: 0 }, { x: [2, 4], y: 1 }]);
  assert.deepEqual(pointsOf(samples, false), { x: [[1, 3], [2, 4]], y: [0, 1] });
  assert.deepEqual(pointsOf(samples, false, ['a', 'b']).classes, ['a', 'b']);
  assert.equal(pointsOf(samples, true, []).values, true);
  assert.equal(nearest([[0, 0], [8, 0]], [5, 0], 4), 1);
  assert.equal(nearest([[0, 0], [8, 0]], [5, 30], 9), -1);
});

test('the columns of a table are guessed', () => {
  const info = (/** @type {string[]} */ names, /** @type {boolean[]} */ numeric) => ({ names, numeric });
  assert.deepEqual(guess(info(['id', 'a', 'b', 'kind'], [false, true, true, false])), { x1: 1, x2: 2, y: 3 });
  assert.deepEqual(guess(info(['a', 'b', 'c'], [true, true, true])), { x1: 0, x2: 1, y: 2 });
  assert.deepEqual(guess(info(['kind', 'a', 'b'], [false, true, true])), { x1: 1, x2: 2, y: 0 });
  assert.deepEqual(guess(info(['a', 'gap', 'kind'], [true, false, false])), { x1: 0, x2: 1, y: 2 });
  assert.deepEqual(guess(info(['id', 'a', 'b', 'kind'], [true, true, true, false])), { x1: 1, x2: 2, y: 3 });
  assert.deepEqual(guess(info(['1', 'a', 'b', 'kind'], [true, true, true, false])), { x1: 1, x2: 2, y: 3 });
  assert.deepEqual(guess(info(['1', '2', '3', '4'], [true, true, true, true])), { x1: 0, x2: 1, y: 3 });
  assert.deepEqual(guess(info(['id', 'a', 'b'], [true, true, true])), { x1: 0, x2: 1, y: 2 });
  assert.deepEqual(guess(info(['x', 'y'], [true, true])), { x1: 0, x2: null, y: 1 });
  assert.equal(isTable({ name: 'Points.CSV', type: '' }), true);
  assert.equal(isTable({ name: 'run.json', type: 'application/json' }), false);
});
