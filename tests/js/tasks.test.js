// @ts-check
// What the page knows of the tasks, and how a person reads their sequences.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as neurone from '../../www/pkg/neurone.js';
import en from '../../www/recurrent/words/en.js';
import * as sequences from '../../www/pkg/sequences/neurone.js';
import { lengthsBetween } from '../../www/recurrent/length.js';
import { windowOf } from '../../www/recurrent/own.js';
import { answerAt, markAt, missBy, nextQuestion, reasonAt } from '../../www/recurrent/reading.js';
import { stroke } from '../../www/recurrent/signal.js';
import { FIRST, MORE, taking, toPoints, toSequences } from '../../www/recurrent/tasks.js';
import { Words, addTexts, fetchTexts } from '../../www/words.js';

neurone.initSync({ module: readFileSync(new URL('../../www/pkg/neurone_bg.wasm', import.meta.url)) });
sequences.initSync({ module: readFileSync(new URL('../../www/pkg/sequences/neurone_bg.wasm', import.meta.url)) });
addTexts({ en: () => import('../../www/recurrent/words/en.js') });
await fetchTexts('en');
const words = new Words('en');
const choices = neurone.schema().find(({ name }) => name === 'task')?.choices ?? [];
const own = { bits: { text: '0110' }, text: { text: 'abc ' }, series: { series: Array.from({ length: 60 }, (_, t) => Math.sin(t)) } };
const TASKS = /** @type {import('../../www/pkg/neurone.js').Task[]} */ ([...FIRST, ...MORE, ...Object.keys(own)]);

/** @param {object} fields */
const experiment = (fields) => /** @type {any} */ (neurone.parse_experiment({ cell: 'lstm', seed: 0, data_seed: 0, ...fields }).experiment);

/** The first sequence that is shown of a task. @param {string} task @param {object} [fields] */
function sequenceOf(task, fields = {}) {
  const base = experiment({ task: 'pulse', ...fields });
  const model = new sequences.SequencePlayground({ ...base, ...taking(base, { task: /** @type {any} */ (task), ...Reflect.get(own, task) }), ...fields });
  const scale = model.sequences().content === 'series' ? model.series() : { mean: 0, deviation: 1 };
  return { ...model.sequences(), ...model.passage(0, new Float64Array()), mean: scale.mean, deviation: scale.deviation };
}

test('every task of the module can be chosen, and only those', () => {
  // Given sequences come from a file alone.
  assert.deepEqual([...TASKS, 'given'].sort(), [...choices].sort());
});

test('every task says what it asks', () => {
  for (const task of choices) assert.ok(words.has(`task.${task}.ask`), task);
});

test('a task brings what it needs, and from any other', () => {
  for (const from of TASKS)
    for (const task of TASKS) {
      const before = { ...experiment({ task: 'pulse' }), ...taking(experiment({ task: 'pulse' }), { task: from }), n_steps: 33 };
      const patch = taking(before, { task, ...Reflect.get(own, task) });
      assert.equal(patch.n_steps, 0);
      new sequences.SequencePlayground({ ...before, ...patch }).free();
    }
  const hinge = experiment({ task: 'parity', loss: 'hinge', output: 'tanh' });
  assert.equal(taking(hinge, { task: 'pulse' }).loss, undefined, 'a choice that fits stays');
  assert.equal(taking(experiment({ task: 'order', test_share: 0 }), { task: 'sine' }).test_share, 20);
  assert.equal(taking(experiment({ task: 'sine', test_share: 30 }), { task: 'series' }).test_share, undefined);
});

test('points and sequences lead to each other', () => {
  for (const dataset of ['blobs', 'iris', 'sine'])
    for (const task of TASKS) {
      const before = experiment({ cell: 'none', dataset, task, hidden: [3], ...Reflect.get(own, task) });
      const there = { ...before, ...toSequences(before) };
      new sequences.SequencePlayground(there).free();
      const back = { ...there, ...toPoints(there) };
      new neurone.Playground(back).free();
      assert.deepEqual([back.cell, back.dataset, back.hidden, back.task], ['none', dataset, [3], task]);
    }
});

test('the slider stops at every short length and at both ends', () => {
  const lengths = lengthsBetween([2, 500]);
  assert.deepEqual(lengths.slice(0, 4), [2, 3, 4, 5]);
  assert.equal(lengths.at(-1), 500);
  assert.ok(lengths.every((length, i) => i === 0 || length > (lengths[i - 1] ?? 0)));
  assert.equal(lengthsBetween([10, 500])[0], 10);
});

test('windows fit into the shortest series', () => {
  for (const n of [30, 40, 51, 52, 60, 5000]) {
    const series = Array.from({ length: n }, (_, t) => t % 7);
    const before = experiment({ task: 'sine', loss: 'mse', output: 'identity', test_share: 20 });
    new sequences.SequencePlayground({ ...before, task: 'series', series, n_steps: windowOf(n) }).free();
  }
  assert.equal(windowOf(5000), 0);
});

test('a stroke passes through every step on its way', () => {
  assert.deepEqual(stroke([0, 0, 0, 0, 0], [1, 10], [3, 30]), [0, 10, 20, 30, 0]);
  assert.deepEqual(stroke([0, 0, 0, 0, 0], [3, 30], [1, 10]), [0, 10, 20, 30, 0]);
  assert.deepEqual(stroke([0, 0, 0], [1, 5], [1, 7]), [0, 7, 0]);
});

test('every step of every task has a mark, an answer and a reason in words', () => {
  for (const task of TASKS) {
    const sequence = sequenceOf(task);
    for (let t = 0; t < sequence.n_steps; t += 1) {
      assert.notEqual(markAt(sequence, t, words), '', task);
      if (sequence.y.length === 1 && t < sequence.n_steps - 1) continue;
      const { key, values } = reasonAt(sequence, t, words);
      assert.ok(key in en, `${task}: ${key}`);
      assert.doesNotMatch(words.t(key, values), /undefined|NaN|\{/, task);
      assert.notEqual(answerAt(sequence, t, words), '', task);
    }
  }
});

test('reasons are those of the tasks', () => {
  const parity = sequenceOf('parity');
  let ones = 0;
  for (let t = 0; t < parity.n_steps; t += 1) {
    ones += markAt(parity, t, words) === '+1' ? 1 : 0;
    assert.deepEqual(reasonAt(parity, t, words), { key: ones % 2 ? 'why.odd' : 'why.even', values: { answer: String(ones % 2), n: ones } });
  }
  const counter = sequenceOf('counter');
  for (let t = 0; t < counter.n_steps; t += 1) {
    const { values } = reasonAt(counter, t, words);
    assert.equal(Number(values['n']) / 10, Number(values['answer']), `step ${t}`);
  }
  const adding = sequenceOf('adding');
  const { a, b, answer } = reasonAt(adding, adding.n_steps - 1, words).values;
  assert.ok(Math.abs(Number(a) + Number(b) - Number(answer)) < 0.016);
  assert.ok(Math.abs(missBy(adding, adding.n_steps - 1, Number(answer))) <= 0.005);
  const order = sequenceOf('order');
  const first = reasonAt(order, order.n_steps - 1, words).values;
  assert.equal(`${first['a']}${first['b']}`, first['answer']);
  const copied = sequenceOf('copy');
  const from = nextQuestion(copied, 0);
  assert.equal(from, copied.n_steps - 3);
  for (let k = 0; k < 3; k += 1) {
    assert.equal(answerAt(copied, from + k, words), markAt(copied, k, words));
    assert.equal(reasonAt(copied, from + k, words).values['k'], k + 1);
  }
  const recall = sequenceOf('recall');
  let written = '';
  for (let t = 0; t < recall.n_steps; t += 1) {
    const mark = markAt(recall, t, words);
    if (mark.endsWith('↓')) written = mark.slice(0, -1);
    assert.equal(answerAt(recall, t, words), mark.endsWith('?') ? written : '0', `step ${t}`);
  }
  const sun = sequenceOf('sunspots');
  assert.ok(Array.from({ length: sun.n_steps }, (_, t) => Number(markAt(sun, t, words))).every((value) => value >= 0 && value < 200));
});

