// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Timeline } from '../../www/timeline.js';

/** @typedef {import("../../www/pkg/neurone.js").Snapshot} Snapshot */

/**
 * @param {number} step
 * @param {object} [experiment]
 * @param {number} [length]
 */
const moment = (step, experiment = {}, length = 10) => {
  const list = new Float64Array(length);
  const none = new Float64Array();
  const history = { step: none, loss: none, accuracy: none, test_loss: none, test_accuracy: none };
  const lists = { parameters: list, moments: none, permutation: none, order: none, dropout: none };
  return /** @type {Snapshot} */ (
    /** @type {unknown} */ ({
      step,
      experiment: { seed: 1, edits: [], n_iter: 9, stop_loss: 0, stop_accuracy: 0, stop_patience: 0, ...experiment },
      ...lists,
      history,
    })
  );
};
/** @param {Timeline} line */
const steps = (line) => line.moments.map(({ step }) => step);

test('moments are kept at growing intervals, the first and the last always', () => {
  const line = new Timeline({ most: 20 });
  for (let step = 0; step <= 100_000; step += step < 10 ? 1 : 37) line.add(moment(step));
  const kept = steps(line);
  assert.equal(kept.length, 20);
  assert.deepEqual(kept.slice(0, 2), [0, 1]);
  assert.ok((kept.at(-1) ?? 0) > 99_900);
  const gaps = kept.slice(1).map((step, i) => step - (kept[i] ?? 0));
  assert.ok((gaps.at(-2) ?? 0) > 100 * (gaps[1] ?? 0), String(gaps));
});

test('memory is bounded', () => {
  const line = new Timeline({ bytes: 80_000 });
  for (let step = 0; step < 100; step += 1) line.add(moment(step, {}, 1000));
  assert.equal(line.moments.length, 10);
});

test('looking back keeps what came after; training on from there replaces it', () => {
  const line = new Timeline();
  for (let step = 0; step <= 50; step += 10) line.add(moment(step));
  line.seek(moment(20));
  line.add(moment(20));
  assert.deepEqual([steps(line), line.index], [[0, 10, 20, 30, 40, 50], 2]);
  line.add(moment(25));
  assert.deepEqual([steps(line), line.index], [[0, 10, 20, 25], 3]);
});

test('an edit ends what was known after it; another experiment has no past', () => {
  const line = new Timeline();
  for (let step = 0; step <= 30; step += 10) line.add(moment(step));
  const edits = [{ step: 20 }];
  line.seek(moment(20));
  line.add(moment(20));
  line.add(moment(20, { edits }));
  assert.deepEqual(steps(line), [0, 10, 20]);
  line.add(moment(40, { edits }));
  line.seek(moment(10));
  line.add(moment(10));
  assert.deepEqual(steps(line), [0, 10, 20, 40], 'back across an edit');
  line.add(moment(0, { seed: 2 }));
  assert.deepEqual(steps(line), [0]);
  line.add(moment(10, { seed: 2 }));
  line.add(moment(0, { seed: 2 }));
  assert.deepEqual([steps(line), line.at], [[0, 10], 0], 'a reset goes back to the start');
});

test('another length or goal is the same run', () => {
  const line = new Timeline();
  for (let step = 0; step <= 30; step += 10) line.add(moment(step));
  for (const field of ['n_iter', 'stop_loss', 'stop_accuracy', 'stop_patience']) {
    line.add(moment(30, { [field]: 5 }));
    assert.deepEqual(steps(line), [0, 10, 20, 30], field);
  }
});
