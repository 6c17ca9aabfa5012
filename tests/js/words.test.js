// @ts-check
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import enFirst from '../../www/i18n/en.js';
import frFirst from '../../www/i18n/fr.js';
import enFurther from '../../www/i18n/further/en.js';
import frFurther from '../../www/i18n/further/fr.js';
import { LIVE, RUNGS, STEPS } from '../../www/ladder.js';
import enSequences from '../../www/recurrent/words/en.js';
import frSequences from '../../www/recurrent/words/fr.js';
import { Words, fetchTexts, parseNumber, pickLanguage } from '../../www/words.js';

await Promise.all(['en', 'fr'].map(fetchTexts));

const en = { ...enFirst, ...enFurther, ...enSequences };
const fr = { ...frFirst, ...frFurther, ...frSequences };

/** @param {string} text */
const placeholders = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

/** The modules of the page, by name. @returns {[name: string, text: string][]} */
const sources = () =>
  ['../../www/', '../../www/recurrent/']
    .map((path) => new URL(path, import.meta.url))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.js'))
        .map((name) => /** @type {[string, string]} */ ([name, readFileSync(new URL(name, folder), 'utf8')])),
    );

test('both languages have the same keys and placeholders, each in one place', () => {
  assert.deepEqual([enFirst, enFurther].map(Object.keys), [frFirst, frFurther].map(Object.keys));
  for (const key of Object.keys(enFurther)) assert.ok(!(key in enFirst), key);
  for (const key of Object.keys(enSequences)) assert.ok(!(key in enFirst) && !(key in enFurther), key);
  assert.deepEqual(Object.keys(fr), Object.keys(en));
  for (const [key, text] of Object.entries(en))
    assert.deepEqual(
      placeholders(/** @type {Record<string, string>} */ (fr)[key] ?? ''),
      placeholders(text),
      key,
    );
});

test('no text is empty', () => {
  for (const text of [...Object.values(en), ...Object.values(fr)]) assert.ok(text.trim());
});

test('French spaces its punctuation without a break', () => {
  for (const [key, text] of Object.entries(fr)) {
    assert.doesNotMatch(text, / [;:!?%»]|« /, key);
    assert.doesNotMatch(text, /\w'\w/, key);
  }
});

test('every key that the code names exists', () => {
  for (const [file, text] of sources())
    for (const [, key] of text.matchAll(/\bt\(['"]([^'"]+)['"]/g)) assert.ok(key && key in en, `${file}: ${key}`);
});

/** A script and all that it imports at once. @param {URL} url @param {Map<string, string>} found @returns {Map<string, string>} */
function together(url, found = new Map()) {
  if (found.has(url.href)) return found;
  const text = readFileSync(url, 'utf8');
  found.set(url.href, text);
  for (const [, path = ''] of text.matchAll(/^(?:import|export|\}) ?[^;()']*'(\.[^']+)';/gm)) together(new URL(path, url), found);
  return found;
}

test('what comes with the page finds its texts there', () => {
  const scripts = together(new URL('../../www/page.js', import.meta.url));
  const named = [...scripts].flatMap(([file, text]) => [...text.matchAll(/\b(?:t|termOf)\((?:words, )?'([^']+)'/g)].map(([, key = '']) => [file, key]));
  for (const [file, key = ''] of named) assert.ok(key in enFirst || key.startsWith('baseline.'), `${file}: ${key}`);
  assert.ok(scripts.size > 40 && named.length > 50, `${scripts.size} scripts, ${named.length} texts`);
});

/** Names in errors and in what is said of the settings; the controls that they belong to go by others. */
const NO_CONTROLS = [
  'dataset', 'cluster_std', 'points', 'points.x', 'points.y', 'points.classes', 'sequences', 'sequences.x', 'sequences.y', 'sequences.classes', 'random_split', 'features', 'columns', 'parameters', 'parameter',
  'edits', 'edits.step', 'version', 'rung', 'level', 'pace', 'theme', 'frozen', 'point', 'cells', 'rows', 'classes', 'n_steps',
  'text', 'alphabet', 'bits', 'series', 'task', 'cell', 'worked.t', 'worked.unit', 'worked.layer',
];

test('every setting, tab, group and measure, and every term that the code names, is explained', () => {
  const named = (/** @type {RegExp} */ pattern) => Object.keys(en).flatMap((key) => key.match(pattern)?.[1] ?? []);
  const fields = named(/^field\.(.*)$/).filter((name) => !NO_CONTROLS.includes(name));
  const titled = named(/^((?:tab|group|measure|pace|level)\.(?!hint$)\w+)$/);
  const terms = sources().flatMap(([, text]) => [...text.matchAll(/\b(?:termOf|button)\((?:words, )?'([\w.]+)'/g)].map(([, key]) => key ?? ''));
  for (const name of fields) assert.ok(`hint.${name}` in en || `sampling.${name}.hint` in en, `field.${name}`);
  for (const key of [...titled, ...terms.filter((one) => one in en)]) assert.ok(`${key}.hint` in en, key);
  assert.ok(fields.length > 40 && titled.length > 25 && terms.length > 15);
});

test('every rung and step has its words', () => {
  for (const { id } of RUNGS) assert.ok(`rung.${id}` in en, id);
  for (const id of LIVE) assert.ok(`rung.${id}.question` in en, id);
  for (const name of Object.keys(STEPS)) {
    for (const part of ['', '.hint', '.start', '.run', '.end'])
      assert.ok(`step.${name}${part}` in en, `${name}${part}`);
  }
  for (const { steps } of RUNGS) for (const name of steps) assert.ok(name in STEPS, name);
});

test('a message stays short, whatever was given', () => {
  const words = new Words('en');
  for (const code of ['unknown_field', 'unknown_choice', 'link_part', 'csv_cell', 'tensors_name', 'file_large']) {
    const [long, quoted] = ['x'.repeat(1e5), `"${'x'.repeat(1e5)}"`].map((got) => words.error({ code, field: got, got }));
    assert.ok(long && quoted && long.length < 300 && quoted.length < 300, code);
  }
  assert.equal(words.error({ code: 'unknown_field', field: 'colour' }), 'colour: no such setting.');
});

test('numbers are read with a comma or a point', () => {
  for (const [text, value] of /** @type {[string, number | null][]} */ ([
    ['0.1', 0.1],
    ['0,1', 0.1],
    [' 0,1 ', 0.1],
    ['-2', -2],
    ['\u22122', -2],
    ['1e-3', 0.001],
    ['1\u202f000', 1000],
    ['1 000', 1000],
    ['.5', 0.5],
    ['5.', 5],
    ['abc', null],
    ['', null],
    ['1,2,3', null],
    ['0x10', null],
    ['Infinity', null],
    ['--1', null],
    ['1e', null],
  ]))
    assert.equal(parseNumber(text), value, JSON.stringify(text));
});

test("numbers are written in the reader's language and can be read back", () => {
  const english = new Words('en');
  const french = new Words('fr');
  assert.equal(english.fixed(-1.28217318, 4), '\u22121.2822');
  assert.equal(french.fixed(0.20859373438848405, 6), '0,208594');
  assert.equal(french.fixed(-0.00001, 2), '0,00');
  assert.equal(english.fixed(NaN, 2), '–');
  assert.equal(english.count(1000), '1\u202f000');
  assert.equal(french.count(-12345.5), '\u221212\u202f345,5');
  assert.equal(english.count(999), '999');
  assert.equal(english.percent(0.9), '90\u00a0%');
  assert.equal(french.percent(1), '100\u202f%');
  for (const value of [0.1, -2.5, 1000, 1e-7, 3])
    for (const words of [english, french]) assert.equal(parseNumber(words.plain(value)), value);
  assert.equal(french.plain([16, 40]), '16, 40');
});

test('one and many', () => {
  const [english, french] = [new Words('en'), new Words('fr')];
  assert.equal(english.t('neurons', { n: 1 }), '1 neuron');
  assert.equal(english.t('neurons', { n: 8 }), '8 neurons');
  assert.equal(english.t('layers', { n: 0 }), '0 hidden layers');
  assert.equal(french.t('layers', { n: 0 }), '0 couche cachée');
});

test('errors are worded by code', () => {
  const english = new Words('en');
  const french = new Words('fr');
  const range = {
    code: 'out_of_range',
    field: 'learning_rate',
    expected: /** @type {[number, number]} */ ([1e-9, 1000]),
    got: '0',
    at: null,
  };
  assert.match(english.error(range), /^Learning rate α: 0 is out of range\. Expected: /);
  assert.match(french.error(range), /^Taux d’apprentissage α\u00a0: 0 est hors limites\. Attendu\u00a0: de /);
  assert.match(
    english.error({ code: 'out_of_range', field: 'hidden', expected: [1, 1000], got: '10000', at: 1 }),
    /Hidden layers \(no\. 2 of the list\): 10\u202f000 .*1 to 1\u202f000/,
  );
  assert.match(
    english.error({ code: 'wrong_kind', field: 'learning_rate', expected: 'number', got: 'abc', at: null }),
    /“abc”.*a number/,
  );
  assert.match(
    french.error({
      code: 'unknown_choice',
      field: 'dataset',
      expected: ['blobs', 'circles'],
      got: 'xr',
      at: null,
    }),
    /«\u202fxr\u202f» n’existe pas.*nuages \(blobs\), cercles \(circles\)/,
  );
  const pace = french.error({ code: 'unknown_choice', field: 'pace', expected: ['calm', 'step'], got: 'fast', at: null });
  assert.match(pace, /Posé \(calm\), Pas \(step\)/, 'a data set has the name "step" too');
  assert.match(english.error({ code: 'never_heard_of', message: 'odd' }), /odd/);
  for (const key of Object.keys(en).filter((name) => /^error\.[a-z_]+$/.test(name)))
    assert.doesNotMatch(
      english.error({ code: key.slice(6), field: 'seed', expected: 'integer', got: 'x', at: 0 }),
      /undefined|null|\{/,
    );
});

test('the language is the first one known', () => {
  assert.equal(pickLanguage([null, undefined, 'de-CH', 'fr-CA', 'en']), 'fr');
  assert.equal(pickLanguage(['xx', '']), 'en');
});

test('numbers of any size keep two figures', () => {
  const [en, fr] = [new Words('en'), new Words('fr')];
  assert.deepEqual(
    [0.16, 5.3, 120, 0.00000021, 0, 1234, 0.031].map((value) => en.power(value)),
    ['0.16', '5.3', '120', '2.1\u202f·\u202f10⁻⁷', '0', '1.2\u202f·\u202f10³', '0.031'],
  );
  assert.equal(fr.power(0.00000021), '2,1\u202f·\u202f10⁻⁷');
});
