// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropWork, keepWork, keptWork } from '../../www/autosave.js';

/** A site's storage with room for so many characters. @param {number} room */
function storage(room) {
  /** @type {Map<string, string>} */
  const items = new Map();
  return /** @type {Storage} */ (/** @type {unknown} */ ({
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    removeItem: (/** @type {string} */ key) => void items.delete(key),
    setItem(/** @type {string} */ key, /** @type {string} */ value) {
      if (value.length > room) throw new DOMException('', 'QuotaExceededError');
      items.set(key, value);
    },
  }));
}

/** @param {number} step @param {number} n parameters */
function moment(step, n = 2) {
  const none = new Float64Array();
  const history = { step: none, loss: none, accuracy: none, test_loss: none, test_accuracy: none };
  const lists = { parameters: new Float64Array(n), moments: none, permutation: none, order: none, dropout: none };
  return /** @type {import("../../www/pkg/neurone.js").Snapshot} */ (
    /** @type {unknown} */ ({ step, experiment: { dataset: 'xor' }, ...lists, history })
  );
}

test('every place keeps its run, the oldest first to go', () => {
  globalThis.localStorage = storage(5e6);
  keepWork('a', moment(1));
  keepWork('b', moment(2));
  keepWork('a', moment(3));
  assert.deepEqual([keptWork('a')?.step, keptWork('b')?.step, keptWork('c')], [3, 2, null]);
  dropWork('a');
  assert.deepEqual([keptWork('a'), keptWork('b')?.step], [null, 2]);
  // 1.2 million characters each: two are more than is kept.
  keepWork('c', moment(4, 600_000));
  keepWork('d', moment(5, 600_000));
  assert.deepEqual([keptWork('b'), keptWork('c'), keptWork('d')?.step], [null, null, 5]);
});

test('where there is no room, no older run stands in for the last one', () => {
  globalThis.localStorage = storage(1000);
  keepWork('a', moment(1));
  keepWork('a', moment(2, 5000));
  assert.equal(keptWork('a'), null);
  globalThis.localStorage = storage(1000);
  localStorage.setItem('neurone-work', '{"place":"a"}');
  assert.equal(keptWork('a'), null, 'nor is what was kept in another form');
});
