// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLarge, scoreOf, workOf } from '../../www/remote.js';

test('the work of an update is counted in multiply-adds', () => {
  // Three products for each weight and point: forward, the gradient, and back to the layer below.
  assert.equal(workOf({ hidden: [8] }), 3 * (2 * 8 + 8) * 100);
  assert.equal(workOf({ hidden: [8], n_samples: 500, batch_size: 10 }), 3 * (2 * 8 + 8) * 10);
  assert.equal(workOf({ hidden: [], features: ['x1', 'x2', 'x1_x2'] }), 3 * 3 * 100);
  assert.equal(workOf({ hidden: [4], loss: 'cross_entropy', n_classes: 3 }), 3 * (2 * 4 + 4 * 3) * 100);
  assert.equal(workOf({ cell: 'lstm', n_hidden: 16, n_steps: 10, batch_size: 4 }), 3 * 4 * 2 * 256 * 10 * 4);
});

test('what takes long to score leaves the page too', () => {
  // One product forward for each weight, step and sequence.
  assert.equal(scoreOf({ cell: 'gru', n_hidden: 16, n_steps: 10 }), 4 * 2 * 256 * 10 * 512);
  assert.equal(scoreOf({ hidden: [256, 256] }), 0);
  assert.ok(!isLarge({ cell: 'rnn', n_hidden: 8, n_steps: 50 }));
  assert.ok(isLarge({ cell: 'lstm', n_hidden: 8, n_steps: 50 }));
});

test('the thesis stays on the page, a text model leaves it', () => {
  assert.ok(!isLarge({ hidden: [16, 40, 90, 100] }));
  assert.ok(workOf({ cell: 'lstm', n_hidden: 8, n_steps: 50 }) < 1e7);
  assert.ok(isLarge({ cell: 'lstm', n_hidden: 128, n_steps: 64 }));
  assert.ok(isLarge({ hidden: [256, 256, 256], n_samples: 2000 }));
});
