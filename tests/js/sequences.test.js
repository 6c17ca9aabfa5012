// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fold, stageOf, strength } from '../../www/recurrent/passes.js';
import { answersOf, best, printed, roundUp, stripsOf, symbolsOf, transposed } from '../../www/recurrent/rows.js';
import { readNumber } from '../../www/recurrent/sampling.js';
import { span } from '../../www/recurrent/series.js';
import { rowHeight } from '../../www/recurrent/strips.js';
import { THROUGH, asksAnew, throughAfter } from '../../www/state.js';

const array = (/** @type {number[]} */ ...values) => Float64Array.from(values);

/** Two symbols, three steps, one answer of two classes at the end. */
const info = /** @type {import("../../www/pkg/neurone.js").SequencesInfo} */ ({
  inputs: ['a', ' '],
  classes: ['no', 'yes', 'perhaps'],
  one_hot: true,
  content: 'drawn',
  n_out: 3,
});
const passage = {
  n_steps: 3,
  x: array(1, 0, 0, 1, 1, 0),
  y: array(1),
  counted: array(1),
  output: array(0.2, 0.5, 0.3),
  layers: [
    [
      { name: 'g', values: array(-1, 0, 0.5, 0.25, 0, 1) },
      { name: 'f', values: array(0, 1, 0.5, 0.5, 1, 0) },
      { name: 'c', values: array(0, 1, 2, 3, -4, 5.5) },
      { name: 'h', values: array(0, 1, 2, 3, 4, 5) },
    ],
  ],
};

test('a strip has a row for each unit and nothing where nothing is answered', () => {
  const strips = stripsOf(passage, info, 0);
  assert.deepEqual(strips.map(({ name, rows }) => `${name}${rows}`), ['x2', 'f2', 'g2', 'c2', 'h2', 'output3', 'target3']);
  assert.deepEqual([...(strips[4]?.values ?? [])], [0, 2, 4, 1, 3, 5]);
  assert.deepEqual(strips.map(({ low, high }) => [low, high]), [[-1, 1], [-1, 1], [-1, 1], [-10, 10], [-1, 1], [-1, 1], [-1, 1]]);
  assert.deepEqual([...(strips[5]?.values ?? [])], [NaN, NaN, 0.2, NaN, NaN, 0.5, NaN, NaN, 0.3]);
  assert.deepEqual([...(strips[6]?.values ?? [])], [NaN, NaN, 0, NaN, NaN, 1, NaN, NaN, 0]);
  assert.deepEqual([...transposed(array(1, 2, 3, 4, 5, 6), 2, 3)], [1, 4, 2, 5, 3, 6]);
});

test('one number for two classes has its middle at one half', () => {
  const two = { ...info, classes: ['0', '1'], n_out: 1 };
  const [output] = stripsOf({ ...passage, output: array(0.7) }, two, 0).slice(-2);
  assert.deepEqual([output?.low, output?.high], [0, 1]);
});

test('an answer is a class with its share, or a value', () => {
  const [answer] = answersOf(passage, info, 'softmax');
  assert.deepEqual(answer, { t: 2, wanted: 1, counted: true, given: 1, share: 0.5, foreseen: 0.5 });
  const two = { ...info, classes: ['0', '1'], n_out: 1 };
  const [doubt] = answersOf({ ...passage, output: array(0.25) }, two, 'sigmoid');
  assert.deepEqual([doubt?.given, doubt?.share, doubt?.foreseen], [0, 0.75, 0.25]);
  const [sign] = answersOf({ ...passage, output: array(0.5) }, two, 'tanh');
  assert.deepEqual([sign?.given, sign?.share], [1, 0.75]);
  const [value] = answersOf({ ...passage, output: array(0.9) }, { ...info, classes: [], n_out: 1 }, 'identity');
  assert.deepEqual([value?.given, value?.wanted, value?.share], [0.9, 1, NaN]);
});

test('symbols can be seen', () => {
  assert.deepEqual(symbolsOf(passage, info), ['a', '␣', 'a']);
  assert.deepEqual(symbolsOf(passage, { ...info, one_hot: false }), []);
  assert.deepEqual(['\n', ' ', 'a', 'constructor'].map(printed), ['↵', '␣', 'a', 'constructor']);
  assert.equal(best([1, 3, 3, 2]), 1);
});

test('scales end at round numbers', () => {
  assert.deepEqual([0.3, 1, 1.01, 5.5, 1e-12].map(roundUp), [0.5, 1, 2, 10, 1e-12]);
  const line = (/** @type {number[]} */ ...values) => ({ name: '', step: array(), values: array(...values), color: '', dashed: false });
  assert.deepEqual(span([line(0, 12), line(6)]), [-1, 13]);
  assert.deepEqual(span([line(2)]), [1, 3]);
  assert.deepEqual(span([]), [0, 1]);
  for (const rows of [1, 3, 8, 12, 32, 256]) assert.ok(rows * rowHeight(rows) >= 12 && rows * rowHeight(rows) <= 384, String(rows));
});

test('a long chain is folded around the step that is lit, always in as many places', () => {
  assert.deepEqual(fold(5, 2), [0, 1, 2, 3, 4]);
  assert.deepEqual(fold(50, 20), [0, 1, null, 17, 18, 19, 20, 21, 22, 23, null, 48, 49]);
  for (let n = 1; n < 60; n += 1) {
    for (let t = 0; t < n; t += 1) {
      const places = fold(n, t);
      assert.equal(places.length, Math.min(n, 13));
      assert.ok(places.includes(t), `${t} of ${n}`);
      const steps = places.filter((step) => step !== null);
      assert.deepEqual(steps, [...new Set(steps)].sort((a, b) => a - b), `${t} of ${n}`);
    }
  }
});

test('forward through all steps, the loss, and back through all of them', () => {
  const stages = Array.from({ length: 7 }, (_, position) => stageOf(position, 3));
  assert.deepEqual(stages.map(({ phase, t }) => `${phase[0]}${t}`), ['f0', 'f1', 'f2', 'l2', 'b2', 'b1', 'b0']);
});

test('a gradient goes dark within eight decades', () => {
  assert.equal(strength(3, 3), 1);
  assert.ok(Math.abs(strength(1e-4, 1) - 0.5) < 1e-12);
  assert.deepEqual([strength(1e-9, 1), strength(0, 1), strength(0, 0), strength(NaN, 1)], [0, 0, 0, 0]);
});

test('a number that cannot be is refused with what was expected', () => {
  assert.equal(readNumber('temperature', '0,5'), 0.5);
  assert.throws(() => readNumber('n', '1.5'), { code: 'wrong_kind', field: 'n', expected: 'integer', got: '1.5' });
  assert.throws(() => readNumber('n', '-1'), { code: 'out_of_range', field: 'n', expected: [1, 2000] });
  assert.throws(() => readNumber('top_k', 'x'), { code: 'wrong_kind', field: 'top_k' });
});

test('the cursor moves without the model', () => {
  assert.equal(asksAnew(THROUGH, { ...THROUGH, t: 3, unit: 2, layer: 1 }), false);
  for (const patch of [{ example: 1 }, { from: 1 }, { length: 9 }, { pins: [null, 1] }, { flow: true }]) {
    assert.equal(asksAnew(THROUGH, { ...THROUGH, ...patch }), true, JSON.stringify(patch));
  }
});

test('another text begins at its beginning; another learning rate changes nothing', () => {
  const through = { ...THROUGH, from: 300, length: 200, t: 7, unit: 3 };
  const fable = { task: /** @type {const} */ ('fable'), n_steps: 0 };
  assert.deepEqual(throughAfter(through, fable, { ...fable, learning_rate: 1 }), through);
  assert.deepEqual(throughAfter(through, fable, { task: 'order' }), { ...THROUGH, unit: 3 });
  assert.deepEqual(throughAfter(through, undefined, fable), { ...THROUGH, unit: 3 });
});
