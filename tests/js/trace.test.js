// @ts-check
// The figures of the frames, from traces made by hand: every time in them can be counted on the fingers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { framesOf } from '../../benches/trace.js';

/** @typedef {import('../../benches/trace.js').Event} Event */

/** @param {string} name @param {number} at milliseconds @param {number} [took] @param {number} [tid] @returns {Event} */
const run = (name, at, took = 1, tid = 1) => ({ name, ph: 'X', pid: 1, tid, ts: 1e3 * at, dur: 2e3 * took, tdur: 1e3 * took });
/** @param {string} name @param {number} at @param {number} [own] milliseconds of the thread @returns {Event} */
const mark = (name, at, own = 0) => ({ name, ph: 'I', pid: 1, tid: 1, ts: 1e3 * at, tts: 1e3 * own });

/** Three frames of 20 ms, the last one late: in each 5 ms of script, of which 3 train, and 2 ms of painting. */
const here = [0, 20, 40].flatMap((at) => [
  mark('frame', at),
  run('FireAnimationFrame', at, 5),
  // Inside the other one: to be counted once.
  run('FunctionCall', at + 1, 2),
  mark('train', at + 1, at + 1),
  mark('trained', at + 5, at + 4),
  run('Paint', at + 12, 2),
]);

test('script, training and painting are times of the thread, counted once', () => {
  const frames = framesOf([...here, mark('frame', 70)]);
  assert.equal(frames.count, 3);
  assert.equal(frames.p50, 5);
  assert.equal(frames.p95, 5);
  assert.equal(frames.busiest, 7);
  assert.equal(frames.trained, 0.6);
  const { training, drawing, painting, idle } = frames.shares;
  const spent = [training, drawing, painting, idle].map((share) => Math.round(1e6 * 70 * share) / 1e6);
  assert.deepEqual(spent, [9, 6, 6, 49]);
});

test('intervals are those between frames', () => {
  const frames = framesOf([...here, mark('frame', 70)]);
  assert.equal(frames.longest, 30);
  assert.equal(frames.late, 1 / 3);
});

test('what comes after the end of the run is not counted', () => {
  const frames = framesOf([...here, mark('ended', 45), mark('frame', 70), mark('frame', 500)]);
  assert.equal(frames.count, 2);
  assert.equal(frames.longest, 20);
});

test('training in a worker is script that trains, but not script of the page', () => {
  const away = [mark('sent', 6), run('HandlePostMessage', 7, 8, 2), mark('answered', 23), run('HandlePostMessage', 24, 1, 2)];
  const frames = framesOf([...here, ...away, mark('frame', 70)]);
  assert.equal(frames.p95, 5);
  // 9 of 15 ms here; of 9 ms there all but the one after the answer.
  assert.equal(frames.trained, (9 + 8) / (15 + 9));
});
