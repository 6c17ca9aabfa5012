// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupsOf, stepsOf, tellingPoint, termsOf, textOf } from '../../www/sheet.js';
import { Words, fetchTexts } from '../../www/words.js';

await Promise.all(['en', 'fr'].map(fetchTexts));

/**
 * @typedef {import("../../www/sheet.js").WorkedLine} WorkedLine
 * @typedef {import("../../www/sheet.js").WorkedExpression} WorkedExpression
 */

/** @param {string} base @param {Partial<import("../../www/sheet.js").WorkedSymbol>} [more] */
const symbol = (base, more = {}) => ({
  name: base,
  base,
  layer: null,
  row: null,
  column: null,
  point: null,
  others: false,
  ...more,
});
/** @param {string} digits @param {string} [name] @returns {WorkedExpression} */
const number = (digits, name) => ({ op: 'number', digits, symbol: name ? symbol(name) : null });
/** @param {string} op @param {WorkedExpression[]} of @returns {WorkedExpression} */
const op = (op, ...of) => ({ op, of });
/** @param {Partial<WorkedLine>} line @returns {WorkedLine} */
const line = (line) => ({
  kind: 'weighted_sum',
  stage: 'forward',
  name: 'Z',
  symbol: symbol('Z'),
  expression: null,
  condition: null,
  rounded: false,
  result: '1',
  gap: null,
  ...line,
});
const [en, fr] = [new Words('en'), new Words('fr')];

test('a line goes from letters over numbers to its result', () => {
  const w = op('product', number('-0.50', 'w'), number('-2.00', 'x'));
  const expression = op('sum', w, number('-0.25', 'b'));
  const sum = line({ expression, rounded: true, result: '0.75' });
  assert.equal(textOf(sum, false, en), 'Z = w · x + b = −0.50 · (−2.00) − 0.25 ≈ 0.75');
  assert.equal(textOf(sum, false, fr), 'Z = w · x + b = −0,50 · (−2,00) − 0,25 ≈ 0,75');
  assert.equal(textOf(sum, true, en), 'Z = w · x + b = … · … + … ≈ …', 'an exercise gives no sign away');
});

test('what is said once is not said twice', () => {
  assert.equal(textOf(line({ result: '-3' }), false, en), 'Z = −3');
  assert.equal(textOf(line({ expression: number('1') }), false, en), 'Z = 1');
  assert.equal(textOf(line({ expression: number('1', 'z') }), false, en), 'Z = z = 1');
  assert.deepEqual(stepsOf(line({ expression: number('1', 'z') }), false).result, null);
});

test('signs are written as by hand', () => {
  const one = number('1');
  const difference = op('sum', number('0.4', 'a'), op('negative', number('1', 'y')));
  const text = (/** @type {WorkedExpression} */ expression) => textOf(line({ expression, result: 'r' }), false, en);
  assert.equal(text(difference), 'Z = a − y = 0.4 − 1 = r');
  assert.equal(text(op('negative', difference)), 'Z = −(a − y) = −(0.4 − 1) = r');
  assert.equal(text(op('negative', number('-2', 'y'))), 'Z = −y = −(−2) = r');
  assert.equal(text(op('sum', one, op('negative', op('sum', one, one)))), 'Z = 1 − (1 + 1) = r');
  assert.equal(text(op('product', op('sum', one, one), op('negative', one))), 'Z = (1 + 1) · (−1) = r');
  assert.equal(text(op('quotient', difference, one)), 'Z = (a − y) / 1 = (0.4 − 1) / 1 = r');
  assert.equal(text(op('positive', op('square', one))), 'Z = max(0; (1)²) = r');
  assert.equal(text(op('root', op('power', number('0.9', 'b'), one))), 'Z = √(b^1) = √(0.9^1) = r');
  assert.deepEqual(termsOf(op('sum', one, op('sum', one, number('-1'))), 'numbers').map(({ sign }) => sign), ['', '+', '−']);
});

test('a case says why, but not in an exercise', () => {
  const condition = { left: number('-0.3', 'z'), relation: '≤', right: '0' };
  const slope = line({ expression: number('0'), condition, result: '0' });
  assert.equal(textOf(slope, false, en), 'Z = 0 (z ≤ 0)');
  assert.equal(textOf(slope, true, en), 'Z = …');
  assert.equal(textOf(line({ result: '0.1', gap: '-0.02' }), false, fr), 'Z = 0,1 (Δ = −0,02)');
});

test('lines are taken together by stage, and by point where there are several', () => {
  const given = line({ kind: 'target', stage: 'given' });
  const groups = (/** @type {WorkedLine[]} */ ...lines) => groupsOf(lines).map(({ stage, point, lines: { length } }) => [stage, point, length]);
  assert.deepEqual(groups(given, given, line({}), line({ stage: 'gradient', symbol: symbol('dW', { point: 5 }) }), line({ stage: 'gradient' })), [
    ['given', null, 2],
    ['forward', null, 1],
    ['gradient', null, 2],
  ]);
  const of = (/** @type {number} */ point) => symbol('Z', { point });
  assert.deepEqual(groups({ ...given, symbol: of(1) }, { ...given, symbol: of(2) }, line({ symbol: of(1) }), line({ symbol: of(2) })), [
    ['given', null, 2],
    ['forward', 1, 1],
    ['forward', 2, 1],
  ]);
});

test('the point that tells most is the most clearly wrong one, then the least sure one', () => {
  const right = (/** @type {number} */ sure) => ({ right: true, sure });
  const wrong = (/** @type {number} */ sure) => ({ right: false, sure });
  assert.equal(tellingPoint([right(0.4), wrong(0.1), right(0), wrong(0.3)]), 3);
  assert.equal(tellingPoint([right(0.4), right(0.1), right(0.2)]), 1);
  assert.equal(tellingPoint([right(0.4), wrong(0)]), 1);
  assert.equal(tellingPoint([]), 0);
});
