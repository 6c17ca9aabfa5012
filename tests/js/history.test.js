// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Past, difference } from '../../www/history.js';

/** @typedef {import("../../www/state.js").Experiment} Experiment */

/** @param {object} fields */
const of = (fields) => /** @type {Experiment} */ ({ hidden: [8], learning_rate: 0.1, seed: 0, ...fields });

/** The change that a step would bring about; `null` for none. @param {Past} past @param {1 | -1} direction */
async function step(past, direction, accept = true) {
  /** @type {object | null} */
  let asked = null;
  await past.move(direction, async (patch, weight) => {
    asked = weight ?? patch;
    return accept;
  });
  return asked;
}

test('changes are undone and made again, one by one', async () => {
  const past = new Past();
  assert.equal(await step(past, -1), null);
  past.note(of({}), 0);
  assert.equal(past.canUndo, false);
  past.note(of({ hidden: [8, 4] }), 1000);
  past.note(of({ hidden: [8, 4] }), 1001);
  past.note(of({ hidden: [8, 4], seed: 7 }), 2000);
  assert.deepEqual(await step(past, -1), { seed: 0 });
  assert.deepEqual(await step(past, -1), { hidden: [8] });
  assert.equal(await step(past, -1), null);
  assert.deepEqual(await step(past, 1), { hidden: [8, 4] });
  past.note(of({ hidden: [8, 4] }), 3000);
  assert.equal(past.canRedo, true, 'what undo brings about is no new change');
  past.note(of({ hidden: [2] }), 4000);
  assert.equal(past.canRedo, false, 'another way forward');
  assert.deepEqual(await step(past, -1), { hidden: [8, 4] });
});

test('a slider is one change', async () => {
  const past = new Past();
  past.note(of({}), 0);
  for (let i = 1; i <= 20; i += 1) past.note(of({ learning_rate: i }), 5000 + 100 * i);
  past.note(of({ learning_rate: 50 }), 60_000);
  assert.deepEqual(await step(past, -1), { learning_rate: 20 });
  assert.deepEqual(await step(past, -1), { learning_rate: 0.1 });
  assert.equal(past.canUndo, false);
});

test('a refused step is taken back, and the past has an end', async () => {
  const past = new Past();
  for (let i = 0; i < 300; i += 1) past.note(of({ seed: i }), 1000 * i);
  await step(past, -1, false);
  assert.deepEqual(await step(past, -1), { seed: 298 });
  let count = 1;
  while (await step(past, -1)) count += 1;
  assert.equal(count, 99);
  past.forget();
  assert.equal(past.canRedo, false);
  assert.deepEqual(difference(of({}), of({})), {});
  assert.deepEqual(Object.keys(difference(of({}), of({ seed: 2, output: 'x', loss: 'y' })))[0], 'loss');
});

test('a weight set by hand goes back to what it was', async () => {
  const past = new Past();
  past.note(of({}), 0);
  past.note(of({}), 1000, { index: 3, from: 0.5, to: 1 });
  past.note(of({}), 1100, { index: 3, from: 1, to: 2 });
  past.note(of({}), 1200, { index: 5, from: -1, to: 0 });
  assert.deepEqual(await step(past, -1), { index: 5, from: 0, to: -1 });
  await past.move(-1, async (_, weight) => {
    assert.deepEqual(weight, { index: 3, from: 2, to: 0.5 });
    past.note(of({}), 1300, { index: 3, from: 2, to: 0.5 });
    return true;
  });
  assert.equal(past.canUndo, false);
  assert.deepEqual(await step(past, 1), { index: 3, from: 0.5, to: 2 });
  assert.deepEqual(await step(past, 1), { index: 5, from: -1, to: 0 });
});

test('an experiment comes back as far as it was trained, within the bytes that are kept', async () => {
  const none = /** @type {number[]} */ ([]);
  const at = (/** @type {number} */ step, numbers = 3) =>
    /** @type {any} */ ({ step, parameters: { length: numbers }, moments: none, permutation: none, order: none, dropout: none, history: {} });
  const past = new Past();
  /** Another model, after so many steps of the present one. @param {any} moment @param {object} fields */
  const replace = (moment, fields) => (past.leave(moment), past.note(of(fields), moment.step));
  /** The step that a move goes on from, after so many steps of the present model. @param {1 | -1} direction @param {number} step */
  const moved = async (direction, step) => {
    /** @type {number | undefined} */
    let from;
    await past.move(direction, async (patch, _, { moment }) => (replace(at(step), patch), (from = moment?.step), true));
    return from;
  };
  replace(at(9), {});
  replace(at(500), { hidden: [4] });
  past.note(of({ hidden: [4], learning_rate: 1 }), 2000);
  replace(at(3000), { hidden: [2] });
  assert.equal(await moved(-1, 4000), 3000);
  assert.equal(await moved(1, 5000), 4000, 'and on to where the later one was left');
  // Two of 16 MB are more than is kept: the older one is let go.
  replace(at(6000, 2e6), { hidden: [7] });
  replace(at(7000, 2e6), { hidden: [6] });
  assert.equal(await moved(-1, 8000), 7000);
  assert.equal(await moved(-1, 9000), undefined);
});

test('a change takes its chapter back, and an edit that came with another experiment is none of the reader’s', async () => {
  const past = new Past();
  past.note(of({}), 0, undefined, '1');
  past.note(of({ hidden: [2] }), 1000, { index: 0, from: 1, to: 2 }, '3');
  /** @type {unknown[]} */
  const asked = [];
  for (const direction of /** @type {const} */ ([-1, 1]))
    await past.move(direction, async (patch, weight, { rung }) => (asked.push([patch, weight, rung]), true));
  assert.deepEqual(asked, [[{ hidden: [8] }, null, '1'], [{ hidden: [2] }, null, '3']]);
});
