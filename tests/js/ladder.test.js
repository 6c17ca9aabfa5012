// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { RUNGS, STEPS, experimentOf, rivalOf, rungOf, stepOf, turned } from '../../www/ladder.js';
import { writeLink } from '../../www/link.js';
import * as neurone from '../../www/pkg/neurone.js';
import * as sequences from '../../www/pkg/sequences/neurone.js';

/** @typedef {import("../../www/state.js").Experiment} Experiment */

neurone.initSync({
  module: readFileSync(new URL('../../www/pkg/neurone_bg.wasm', import.meta.url)),
});
sequences.initSync({ module: readFileSync(new URL('../../www/pkg/sequences/neurone_bg.wasm', import.meta.url)) });
const lanes = neurone.staircase();
const named = [...neurone.thesis(), ...lanes];

/** @param {string} name */
const start = (name) => /** @type {Experiment} */ (experimentOf(name, named));

test('every step of a rung starts an experiment by which it is known again', () => {
  for (const { id, steps } of RUNGS)
    for (const name of steps) assert.equal(stepOf(id, start(name), named), name, `${id} ${name}`);
});

test('a step of sequences stays itself with another seed, other weights and a turned knob', () => {
  const finale = start('finale');
  const near = { ...finale, seed: 7, data_seed: 7, parameters: [1], n_steps: 12 };
  assert.equal(stepOf('5', near, named), 'finale');
  assert.equal(stepOf('5', { ...finale, n_hidden: 9 }, named), null);
  assert.equal(stepOf('5', { ...start('twist'), ...turned('forget_bias', 0) }, named), 'twist');
  assert.equal(stepOf('1', { ...start('blobs'), seed: 7 }, named), null, 'points are drawn once');
});

test('a rival is the same run with another cell, which the module accepts', () => {
  for (const name of Object.keys(STEPS)) {
    const experiment = start(name);
    const rival = rivalOf(name, experiment, false);
    assert.equal(rival === null, STEPS[name]?.rival === undefined, name);
    if (!rival) continue;
    const { experiment: read, errors } = neurone.parse_experiment(rival);
    assert.deepEqual(errors, []);
    assert.deepEqual(read, rival, name);
    assert.notDeepEqual(rival, experiment);
    for (const field of /** @type {const} */ (['task', 'n_steps', 'seed', 'data_seed', 'learning_rate', 'n_iter']))
      assert.equal(rival[field], experiment[field], `${name} ${field}`);
  }
  assert.equal(rivalOf(null, start('memory'), false), null);
});

test('the equal rival of the finale has about as many parameters', () => {
  const size = (/** @type {Experiment | null} */ experiment) =>
    new sequences.SequencePlayground(/** @type {Experiment} */ (experiment)).parameters().length;
  const finale = start('finale');
  // Order has 8 inputs and 4 classes: 4·(8·8 + 8·8 + 8) + 4·9 and 20·(8 + 20 + 1) + 4·21.
  assert.equal(size(finale), 580);
  assert.equal(size(rivalOf('finale', finale, true)), 664);
});

test('a lane is a preset of links, and belongs to the rung of its cell', () => {
  const schema = neurone.schema();
  for (const { name, experiment } of lanes)
    assert.equal(writeLink({ experiment, rung: '', level: '1' }, schema, named), `v=1&preset=${name}`);
  assert.equal(rungOf(start('near'), '5'), '4');
  assert.equal(rungOf(start('finale'), '1'), '5');
  assert.equal(rungOf(start('finale'), 'sandbox'), 'sandbox');
});
