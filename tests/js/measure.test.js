// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure } from '../../benches/measure.js';

/**
 * A machine whose time stands still but for its work: a million cycles in a millisecond, six flops in a cycle. A work
 * takes twice its arithmetic, and four times that where neighbours are busy, who leave the probe two thirds.
 * @param {(time: number) => boolean} busy at a time, in milliseconds
 */
function machine(busy) {
  let time = 0;
  const probe = {
    peak: (/** @type {number} */ turns) => (time += ((turns * 4 * 24 * 4) / 6e6) * (busy(time) ? 1.5 : 1)),
    clock: (/** @type {number} */ turns) => BigInt(Math.round((time += (turns * 8) / 1e6))),
  };
  class Playground {
    /** @param {number} n */
    train_step(n) {
      for (let i = 0; i < n; i += 1) time += busy(time) ? 8 : 2;
    }
  }
  return { module: /** @type {any} */ ({ Playground }), probe, now: () => time };
}

const WORK = /** @type {const} */ ({
  name: 'a work', what: '', kind: 'train', steps: 1, experiment: {}, flops: 6e6, calls: { exp: 0, sigmoid: 0, tanh: 0 },
});

test('what neighbours disturb does not count', () => {
  const { module, probe, now } = machine((time) => Math.floor(time / 300) % 2 === 1);
  const { peak, perCycle, alone, rows } = measure(module, probe, [WORK], 60, now);
  // Exact but for rounding.
  assert.ok(Math.abs(peak / 6e9 - 1) < 1e-9 && Math.abs(perCycle / 6 - 1) < 1e-9, `${peak}, ${perCycle}`);
  assert.ok(alone > 0.2 && alone < 0.6, `${alone}`);
  assert.equal(rows[0]?.shares.length, Math.round(60 * alone));
  for (const share of rows[0]?.shares ?? []) assert.ok(Math.abs(share - 0.5) < 1e-9, `${share}`);
});

test('a work of which no piece was left alone is named', () => {
  let [calls, works] = [0, 0];
  const { module, probe, now } = machine(() => false);
  const { peak } = probe;
  // The probe is slow once after each iteration of the second work.
  probe.peak = (turns) => {
    const time = peak(turns);
    return calls-- > 0 ? peak(turns) : time;
  };
  module.Playground = class extends module.Playground {
    second = (works += 1) === 2;
    /** @param {number} n */
    train_step(n) {
      super.train_step(n);
      calls = this.second ? 1 : 0;
    }
  };
  const both = [WORK, { ...WORK, name: 'the other' }];
  assert.throws(() => measure(module, probe, both, 20, now), /^Error: neighbours disturbed every piece of the other: /);
});
