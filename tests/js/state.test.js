// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layout, offsets, tiled } from '../../www/layout.js';
import {
  attributeName,
  changed,
  choose,
  flatten,
  fromText,
  presetOf,
  rangeOf,
  readAttributes,
  recall,
  remember,
} from '../../www/state.js';
import { Words, fetchTexts } from '../../www/words.js';

await Promise.all(['en', 'fr'].map(fetchTexts));

/**
 * @typedef {import("../../www/state.js").Field} Field
 * @typedef {import("../../www/state.js").Experiment} Experiment
 */

/** @type {Field[]} */
const SCHEMA = [
  { name: 'dataset', kind: 'choice', choices: ['blobs', 'circles'], default: 'blobs', live: false },
  { name: 'features', kind: 'choices', choices: ['x1', 'x2'], default: ['x1', 'x2'], live: false },
  { name: 'hidden', kind: 'integers', min: 1, max: 1000, default: [], live: false },
  { name: 'learning_rate', kind: 'number', min: 0, max: 10, default: 0.1, live: true },
  { name: 'seed', kind: 'seed', default: null, live: false },
  { name: 'points', kind: 'points', default: null, live: false },
];

/** @param {string} name */
const field = (name) => /** @type {Field} */ (SCHEMA.find((one) => one.name === name));

/** @type {Experiment} */
const EXPERIMENT = {
  version: 1,
  dataset: 'circles',
  cell: 'none',
  task: 'pulse',
  n_steps: 0,
  text: null,
  series: null,
  sequences: null,
  n_hidden: 8,
  n_layers: 1,
  bias: true,
  forget_bias: 1,
  truncate: 0,
  n_samples: 100,
  noise: 0.1,
  factor: 0.3,
  cluster_std: 1,
  data_seed: 0,
  n_classes: 2,
  columns: ['petal length', 'petal width'],
  points: null,
  test_share: 0,
  random_split: true,
  standardize: false,
  features: ['x1', 'x2'],
  hidden: [8],
  activation: 'sigmoid',
  init: 'thesis',
  output: 'sigmoid',
  loss: 'log_loss',
  optimizer: 'gradient_descent',
  momentum: 0.9,
  weight_decay: 0.01,
  batch_size: 0,
  shuffled: true,
  carry_last_batch: false,
  l1: 0,
  l1_stays_zero: false,
  l2: 0,
  dropout: 0,
  clip_norm: 0,
  schedule: 'constant',
  schedule_steps: 1000,
  schedule_factor: 0.1,
  learning_rate: 0.1,
  n_iter: 1000,
  stop_loss: 0,
  stop_accuracy: 0,
  stop_patience: 0,
  seed: 0,
  parameters: null,
  frozen: [],
  edits: [],
};

test('text becomes a value of the field, or stays text for the module to refuse', () => {
  for (const [name, text, value] of /** @type {[string, string, unknown][]} */ ([
    ['learning_rate', '0,1', 0.1],
    ['learning_rate', 'abc', 'abc'],
    ['learning_rate', '', ''],
    ['seed', '7', 7],
    ['hidden', '16,40, 90 100', [16, 40, 90, 100]],
    ['hidden', '(2, 12)', [2, 12]],
    ['hidden', '', []],
    ['hidden', 'none', []],
    ['hidden', '8,x', [8, 'x']],
    ['features', 'x1 x2', ['x1', 'x2']],
    ['dataset', ' moons ', 'moons'],
    ['points', '{"x":[],"y":[]}', { x: [], y: [] }],
    ['points', '{', '{'],
  ]))
    assert.deepEqual(fromText(field(name), text), value, `${name}=${text}`);
});

test('every value survives the way through an attribute', () => {
  for (const words of [new Words('en'), new Words('fr')]) {
    for (const [name, value] of /** @type {[string, unknown][]} */ ([
      ['learning_rate', 0.001],
      ['hidden', [2, 4, 6]],
      ['hidden', []],
      ['features', ['x1', 'x2']],
      ['seed', 12],
      ['dataset', 'blobs'],
    ])) {
      assert.deepEqual(fromText(field(name), words.plain(value)), value);
    }
  }
});

test('attributes are kebab-case and only those of the schema are read', () => {
  assert.equal(attributeName('learning_rate'), 'learning-rate');
  const attributes = new Map([
    ['learning-rate', '0.5'],
    ['layers', '8,8'],
    ['hidden', ''],
    ['class', 'wide'],
    ['dataset', 'xr'],
  ]);
  assert.deepEqual(
    readAttributes((name) => attributes.get(name) ?? null, SCHEMA),
    { dataset: 'xr', hidden: [8, 8], learning_rate: 0.5 },
  );
});

test('a bad choice is a fault, none is none', () => {
  /** @type {import("../../www/words.js").Fault[]} */
  const faults = [];
  assert.equal(choose('level', '2', ['1', '2'], faults), '2');
  assert.equal(choose('level', null, ['1', '2'], faults), null);
  assert.equal(choose('level', '9', ['1', '2'], faults), null);
  assert.deepEqual(faults, [
    { code: 'unknown_choice', field: 'level', expected: ['1', '2'], got: '9', at: null },
  ]);
});

test('what was changed while training holds from the start of the next run', () => {
  const edited = {
    ...EXPERIMENT,
    edits: [
      { step: 3, field: 'learning_rate', value: 0.5 },
      { step: 9, field: 'learning_rate', value: 0.2 },
      { step: 9, field: 'parameter', value: [0, 1] },
    ],
  };
  assert.ok(!('parameter' in flatten(edited)), 'one weight is no field');
  assert.equal(flatten(edited).learning_rate, 0.2);
  assert.deepEqual(flatten(edited).edits, []);
  assert.deepEqual(changed({ ...edited, parameters: [1, 2] }, { hidden: [4], seed: undefined }), {
    ...omit(EXPERIMENT, 'seed'),
    learning_rate: 0.2,
    hidden: [4],
    frozen: [],
  });
  const frozen = { ...EXPERIMENT, frozen: [2] };
  assert.deepEqual(changed(frozen, { seed: 3 }).frozen, [2], 'the places of weights stay where the network does');
  assert.deepEqual(changed(frozen, { hidden: [4] }).frozen, [], 'and go with it');
});

/** @param {Experiment} experiment @param {keyof Experiment} name */
function omit(experiment, name) {
  return Object.fromEntries(Object.entries(experiment).filter(([key]) => key !== name));
}

test('a preset is known whatever the order of its fields', () => {
  const preset = {
    name: 'one',
    section: '5.3',
    figures: /** @type {[number, number]} */ ([12, 13]),
    experiment: /** @type {Experiment} */ (Object.fromEntries(Object.entries(EXPERIMENT).reverse())),
    printed_accuracy: 99,
    printed_parameters: [],
  };
  assert.equal(presetOf(EXPERIMENT, [preset])?.name, 'one');
  assert.equal(presetOf({ ...EXPERIMENT, seed: 1 }, [preset]), null);
});

test("a picture's range follows its activation", () => {
  assert.deepEqual(rangeOf('sigmoid', Float64Array.of(0.2)), [0, 1]);
  assert.deepEqual(rangeOf('tanh', Float64Array.of(0.2)), [-1, 1]);
  assert.deepEqual(rangeOf('relu', Float64Array.of(0, 3)), [-3, 3]);
});

test('where storage is forbidden the page itself remembers', () => {
  assert.equal(recall('level'), null);
  remember('level', '2');
  assert.equal(recall('level'), '2');
  // Where there is no room, but what was stored before can still be read.
  /** @type {Map<string, string>} */
  const items = new Map([['neurone-level', '1']]);
  let full = true;
  globalThis.localStorage = /** @type {Storage} */ (/** @type {unknown} */ ({
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    setItem(/** @type {string} */ key, /** @type {string} */ value) {
      if (full) throw new DOMException('', 'QuotaExceededError');
      items.set(key, value);
    },
  }));
  remember('level', '3');
  assert.equal(recall('level'), '3');
  full = false;
  remember('level', '2');
  items.set('neurone-level', '1');
  assert.equal(recall('level'), '1', 'what is stored again holds again');
});

test('every neuron of every thesis network has its place inside the diagram', () => {
  for (const hidden of [
    [],
    [2],
    [8],
    [16],
    [32],
    [28],
    [2, 12, 28, 16],
    [16, 16, 16, 16],
    [32, 32, 32, 32],
    [2, 4, 6, 6, 8, 10],
    [16, 40, 90, 100],
  ]) {
    for (const [width, height] of /** @type {[number, number][]} */ ([
      [528, 400],
      [672, 400],
      [358, 320],
    ])) {
      const sizes = [2, ...hidden, 1];
      layout(sizes, width, height).forEach(({ neurons, cell, mosaic }, i) => {
        assert.equal(neurons.length, sizes[i]);
        assert.equal(mosaic, (sizes[i] ?? 0) > 10);
        for (const { x, y } of neurons)
          assert.ok(
            x > 0 && x < width && y - cell / 2 > -1 && y + cell / 2 < height + 1,
            `${hidden} at ${width}`,
          );
        const places = new Set(neurons.map(({ x, y }) => `${x} ${y}`));
        assert.equal(places.size, neurons.length);
      });
    }
  }
});

test('tiles keep their values', () => {
  const { values, columns, rows } = tiled(
    [Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8), Float64Array.of(9, 10, 11, 12)],
    2,
    2,
    0,
  );
  assert.deepEqual([columns, rows], [5, 5]);
  assert.deepEqual([...values.slice(0, 10)], [1, 2, 0, 5, 6, 3, 4, 0, 7, 8]);
  assert.deepEqual([...values.slice(15, 17)], [9, 10]);
});

test('offsets cover all parameters', () => {
  const places = offsets([2, 12, 28, 16, 1]);
  assert.deepEqual(places[0], { rows: 12, columns: 2, weights: 0, biases: 24 });
  const last = places.at(-1);
  assert.equal((last?.biases ?? 0) + 1, 12 * 3 + 28 * 13 + 16 * 29 + 17);
});
