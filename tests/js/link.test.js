// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LONGEST, levelOf, readLink, writeLink } from '../../www/link.js';
import { pack, packPoints, unpack, unpackPoints } from '../../www/pack.js';
import * as neurone from '../../www/pkg/neurone.js';

/** @typedef {import("../../www/state.js").Experiment} Experiment */

neurone.initSync({
  module: readFileSync(new URL('../../www/pkg/neurone_bg.wasm', import.meta.url)),
});
const schema = neurone.schema();
const presets = neurone.thesis();
const base = /** @type {Experiment} */ (presets[0]?.experiment);

/** @param {Partial<Experiment>} change */
const write = (change, rung = '', level = '1') =>
  writeLink({ experiment: { ...base, ...change }, rung, level }, schema, presets);

/** What a link means. @param {string} text */
function experimentOf(text) {
  const link = readLink(text, schema);
  assert.ok(link, text);
  assert.deepEqual(link.faults, [], text);
  const from = presets.find(({ name }) => name === link.preset)?.experiment ?? {};
  const { experiment, errors } = neurone.parse_experiment({ ...from, ...link.fields });
  assert.deepEqual(errors, [], text);
  return experiment;
}

/** Random numbers that repeat. @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Another value of each field, in the range of the field. @type {Record<string, unknown>} */
const SPECIAL = {
  features: ['x2', 'x1_x2'],
  columns: ['sepal length', 'petal width'],
  hidden: [16, 40, 90, 100],
  activation: ['relu', 'tanh'],
  points: { x: [[0.125, -3], [1.5, 2]], y: [0, 1], classes: ['chat', '100 % ~ chien, d’été & co; a+b'] },
  parameters: [1.5, -0.3, Math.PI],
  text: 'none + 1 = 100 %\n« été » & ; , ~ “ ”\n',
  series: [0.25, -1, 1e-9],
  sequences: { x: [[[1, 0.5], [2, -3]]], y: [[0, 1]], classes: 2 },
  frozen: [0, 1, 2, 3, 7],
  edits: [
    { step: 120, field: 'learning_rate', value: 0.3 },
    { step: 200, field: 'parameter', value: [3, -0.5] },
  ],
};

test('every field survives the link', () => {
  for (const field of schema) {
    if (['version', 'parameter'].includes(field.name)) continue;
    const { choices = [], min = 0, max = 1 } = field;
    const usual = {
      flag: !base[field.name],
      seed: 4294967295,
      number: min + (max - min) / 3,
      integer: Math.max(min, Math.min(max, 7)),
      choice: choices.find((one) => one !== base[field.name]),
    };
    const value = SPECIAL[field.name] ?? Reflect.get(usual, field.kind);
    assert.notEqual(value, undefined, field.name);
    const text = write({ [field.name]: value });
    const link = readLink(text, schema);
    assert.deepEqual(link?.fields[field.name], value, text);
    assert.deepEqual(link?.faults, [], text);
  }
});

test('every preset is a short link and comes back', () => {
  for (const { name, experiment } of presets) {
    const text = writeLink({ experiment, rung: '2', level: '2' }, schema, presets);
    assert.equal(text, `v=1&preset=${name}&rung=2&level=2`);
    assert.deepEqual(experimentOf(text), experiment);
  }
});

test('a link can be read by people and is short', () => {
  const text = write({ hidden: [8, 8], learning_rate: 0.3, columns: ['sepal length', 'petal width'] });
  assert.match(text, /^v=1&preset=\w+&columns=sepal\+length,petal\+width&hidden=8,8&learning_rate=0\.3$/);
  const own = { ...neurone.parse_experiment({}).experiment, seed: 4, data_seed: 5 };
  assert.equal(
    writeLink({ experiment: own, rung: '', level: '1' }, schema, presets),
    'v=1&data_seed=5&seed=4',
  );
});

test('edits and drawn points travel exactly', () => {
  const next = random(1);
  const x = Array.from({ length: 1000 }, () => /** @type {[number, number]} */ ([
    Math.round(12000 * next() - 6000) / 1000, Math.round(12000 * next() - 6000) / 1000,
  ]));
  const points = { x, y: x.map((_, i) => i % 6) };
  const text = write({ dataset: 'points', points });
  assert.ok(text.length < LONGEST, `${text.length}`);
  assert.deepEqual(experimentOf(text).points, points);
  const named = { x: [[0, 1], [2, 3]], y: [0, 1], classes: ['chat', 'chien'] };
  assert.match(write({ dataset: 'points', points: /** @type {any} */ (named) }), /&points=0~[\w-]+~chat~chien$/);
  const values = { x: x.slice(0, 5), y: [0.1, -2, 3e-7, 4, 5], values: true };
  assert.deepEqual(unpackPoints(packPoints(values)), values);
});

test('a text and a series travel, and no text does', () => {
  for (const text of ['none', ' ', '0110 1', 'a=b&v=2', '+ +', '\u00a0\t\n'])
    assert.equal(experimentOf(write({ task: 'text', text })).text, text);
  const preset = { name: 'own', experiment: { ...base, text: 'abc', series: [1, 2] } };
  const link = readLink(writeLink({ experiment: base, rung: '', level: '1' }, schema, [preset]), schema);
  assert.deepEqual([link?.preset, link?.fields], ['own', { text: null, series: null }]);
  assert.equal(link?.level, '2');
  // A thousand values drawn with two decimals fit.
  const series = Array.from({ length: 1000 }, (_, t) => (Math.round(100 * Math.sin(t)) + 0) / 100);
  const written = write({ task: 'series', series });
  assert.ok(written.length < LONGEST, `${written.length}`);
  assert.deepEqual(experimentOf(written).series, series);
});

test('numbers are packed without loss', () => {
  for (const list of [[], [0], [0.1, 0.2, 0.1 + 0.2], [1e6, -1e6], [-0.001], [1e300, 5e-324], [2 ** 60], [-63, 64, -64]])
    assert.deepEqual(unpack(pack(list)), list);
  assert.equal(pack([1, 2]), '0~AgQ');
  for (const text of ['', '~', '9~AA', '0~A', '0~gA', 'f~AAAA', '3~!!', '0~________________', 'f'])
    assert.ok(unpack(text) === undefined || unpack(text)?.every(Number.isFinite), text);
  assert.equal(unpackPoints('0~AgQ'), undefined);
  assert.deepEqual(unpackPoints('0~AAIE~a~b')?.classes, ['a', 'b']);
  for (const text of ['0~AAIE~', '0~AAIE~a~%F', '~AAIE~a']) assert.equal(unpackPoints(text), undefined, text);
});

test('a link never hides what it changed', () => {
  assert.equal(levelOf({}), '1');
  assert.equal(levelOf({ hidden: [3] }), '2');
  assert.equal(levelOf({ hidden: [3], dropout: 0.5 }), '3');
  assert.equal(readLink('v=1&dropout=0.5&level=1', schema)?.level, '3');
  assert.equal(readLink('v=1&hidden=3&level=3', schema)?.level, '3');
  assert.equal(readLink('v=1&level=7', schema)?.level, '1');
});

test('a broken part costs a message and that part alone', () => {
  const link = readLink(
    '#v=1&hidden=4,4&noise=%E0%A4&colour=red&points=3~!&learning_rate=fast&seed=3',
    schema,
  );
  assert.deepEqual(link?.faults.map(({ code, field }) => [code, field]), [
    ['link_part', 'noise'],
    ['unknown_field', 'colour'],
    ['link_part', 'points'],
  ]);
  assert.deepEqual(link?.fields, { hidden: [4, 4], learning_rate: 'fast', seed: 3 });
  const { errors, experiment } = neurone.parse_experiment(link?.fields);
  assert.deepEqual(errors.map(({ field }) => field), ['learning_rate']);
  assert.deepEqual(experiment.hidden, [4, 4]);
  assert.deepEqual(readLink('v=2&seed=3', schema)?.faults.map(({ code }) => code), ['link_version']);
  assert.deepEqual(readLink('v=1&standardize=constructor', schema)?.fields, { standardize: 'constructor' });
  assert.equal(readLink('', schema), null);
  assert.equal(readLink('#some-heading', schema), null);
});

test('ranges of more numbers than are taken end soon, and are refused', () => {
  const link = readLink(`v=1&frozen=${Array.from({ length: 9 }, () => '0-999999').join(',')}`, schema);
  assert.ok(/** @type {unknown[]} */ (link?.fields.frozen).length <= 1e6);
  assert.deepEqual(neurone.parse_experiment(link?.fields).errors.map(({ code, field }) => [code, field]), [['wrong_length', 'frozen']]);
});

test('nonsense never throws', () => {
  const next = random(7);
  const names = [...schema.map(({ name }) => name), 'v', 'rung', 'preset', 'level', '', '__proto__', 'constructor'];
  const pieces = ['=', '&', ',', ';', ':', '%', '%F', '+', '~', '3~', 'f~', 'v3~', '-', '9', '1e999', 'none', 'AA', 'é', '\u0000', '0-99999999999', '𝛼'];
  /** @template T @param {T[]} list */
  const pick = (list) => /** @type {T} */ (list[Math.floor(next() * list.length)]);
  for (let i = 0; i < 20000; i += 1) {
    const tail = Array.from({ length: 8 }, () => pick([pick(names), '=', ...pieces])).join('');
    const link = readLink(`v=1&${pick(names)}=${tail}`, schema);
    assert.ok(link && ['1', '2', '3'].includes(link.level ?? ''));
    if (i % 10 === 0) neurone.parse_experiment(link.fields);
  }
});
