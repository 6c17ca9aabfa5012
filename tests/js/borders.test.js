// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { across, borders, clipped } from '../../www/borders.js';

/** A square from -2 to 2 @type {import('../../www/warped.js').Window} */
const WINDOW = [-2, 2, -2, 2];

/**
 * What is asked of a run with one hidden layer of three neurons, one input and one point, at which the
 * third neuron answers `held`.
 * @param {number} n outputs
 * @param {number} held
 * @param {number[]} last W2 row by row, then b2
 */
function bordersOf(n, held, last) {
  const experiment = { features: ['x1'], hidden: [3], loss: n > 1 ? 'cross_entropy' : 'log_loss', dataset: 'blobs', n_classes: n };
  const description = { experiment, data: { m: 1, n_classes: Math.max(2, n) } };
  const picture = { parameters: Float64Array.of(0, 0, 0, 0, 0, 0, ...last) };
  const bent = { layer: 1, plane: new Float64Array(2), values: Float64Array.of(7, 7, held), sides: new Float64Array() };
  return borders(/** @type {any} */ ({ session: { description, picture } }), bent, [0, 1]);
}

test('a line lies where two classes are equally probable and no other is more', () => {
  // Four classes; the sums are worked out here anew at both ends and in the middle of every line.
  const weights = [[1, 0.2, 3], [-0.8, 1, 1], [-0.1, -1.2, -2], [0.1, 0.1, 0]];
  const biases = [0.1, -0.6, 0.9, 0.4];
  const held = 0.25;
  const sum = (/** @type {number} */ k, /** @type {number} */ a, /** @type {number} */ b) =>
    (weights[k]?.[0] ?? 0) * a + (weights[k]?.[1] ?? 0) * b + (weights[k]?.[2] ?? 0) * held + (biases[k] ?? 0);
  const found = bordersOf(4, held, [...weights.flat(), ...biases]);
  let drawn = 0;
  for (const border of found) {
    const [line] = across(border, WINDOW, '#000000');
    if (!line) continue;
    drawn += 1;
    assert.ok(line.dashed, 'a third neuron is held');
    const [[x0 = 0, x1 = 0], [y0 = 0, y1 = 0]] = [line.x, line.y];
    for (const t of [0, 0.5, 1]) {
      const [a, b] = [x0 + t * (x1 - x0), y0 + t * (y1 - y0)];
      assert.ok(Math.max(Math.abs(a), Math.abs(b)) < 2 + 1e-9);
      const sums = weights.map((_, k) => sum(k, a, b));
      const [p, q] = border.classes;
      // Sums of a few numbers near 1: rounding stays far below.
      assert.ok(Math.abs((sums[p] ?? 0) - (sums[q] ?? 0)) < 1e-12);
      assert.ok((sums[p] ?? 0) > Math.max(...sums) - 1e-12, `${p} and ${q} are the most probable ones`);
    }
  }
  // Every change of the most probable class across the window is one of the lines.
  const met = new Set();
  for (let a = -2; a < 2; a += 0.01)
    for (let b = -2; b < 2; b += 0.01) {
      const best = (/** @type {number} */ x) => [0, 1, 2, 3].reduce((p, q) => (sum(q, x, b) > sum(p, x, b) ? q : p));
      const pair = [best(a), best(a + 0.01)].sort();
      if (pair[0] !== pair[1]) met.add(pair.join());
    }
  assert.equal(drawn, met.size, [...met].join(' '));
  assert.ok(drawn >= 3);
});

test('a single output neuron draws its whole line', () => {
  const [border, ...rest] = bordersOf(1, 2, [1, -2, 0.5, -3]);
  assert.deepEqual(rest, []);
  assert.deepEqual([border?.u, border?.v, border?.c, border?.classes], [1, -2, -2, [0, 1]]);
});

test('what lies on no side of a line leaves nothing of it', () => {
  const line = { u: 0, v: 1, c: 0 };
  assert.deepEqual(clipped(line, [{ u: 1, v: 0, c: 1 }, { u: -1, v: 0, c: 1 }]), [-1, 1]);
  assert.equal(clipped(line, [{ u: 0, v: 1, c: -1 }]), null);
  assert.equal(clipped(line, [{ u: 1, v: 0, c: -1 }, { u: -1, v: 0, c: 0 }]), null);
  assert.equal(clipped({ u: 0, v: 0, c: 1 }, []), null, 'no line at all');
});
