// @ts-check
// The drawing of a cell and the numbers that flow through it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BOX, HEIGHT, RADIUS, WIDTH, partsOf, planOf } from '../../www/recurrent/cellplan.js';
import { fullness, momentOf, termsOf } from '../../www/recurrent/cellvalues.js';
import { weightName } from '../../www/weights.js';

const CELLS = ['rnn', 'stage1', 'stage2', 'stage3', 'lstm', 'lstm_printed', 'lstm_1997', 'gru', 'gru_cho'];

test('every cell has its parts, in reading order', () => {
  assert.deepEqual(
    CELLS.map((cell) => partsOf(cell).join('')),
    ['xgh', 'xgch', 'xfgch', 'xfigch', 'xfigoch', 'xfigoch', 'xigoch', 'xrznh', 'xrznh'],
  );
});

test('every part is drawn, within the picture, and every gate has one box', () => {
  for (const cell of CELLS) {
    const { parts, lines, nodes, readings } = planOf(cell);
    for (const part of parts)
      assert.ok(
        lines.some((line) => line.part === part),
        `${cell}: ${part}`,
      );
    const gates = parts.filter((part) => !'xch'.includes(part));
    const boxes = nodes.filter(({ kind }) => kind === 'box').map(({ part }) => part);
    assert.deepEqual(boxes.sort(), gates.sort(), cell);
    for (const { x, y } of [...nodes, ...readings])
      assert.ok(x > 0 && x < WIDTH && y > 0 && y < HEIGHT, cell);
  }
});

/** The straight pieces of a line. @param {string} d @returns {[number, number, number, number][]} */
function pieces(d) {
  return d
    .split('M')
    .slice(1)
    .flatMap((run) => {
      let [x = 0, y = 0] = run.split(/[HV]/)[0]?.split(' ').map(Number) ?? [];
      return [...run.matchAll(/([HV])(-?[\d.]+)/g)].map(([, way, to]) => {
        const from = /** @type {const} */ ([x, y]);
        if (way === 'H') x = Number(to);
        else y = Number(to);
        return /** @type {[number, number, number, number]} */ ([...from, x, y]);
      });
    });
}

test('both ends of every line are at an edge, a node or another line', () => {
  for (const cell of CELLS) {
    const { lines, nodes } = planOf(cell);
    const all = lines.flatMap(({ d }) => pieces(d));
    const meets = (/** @type {number} */ x, /** @type {number} */ y) => {
      const edge = x <= 0 || x >= WIDTH || y <= 0 || y >= HEIGHT;
      const node = nodes.some(
        (one) => Math.hypot(one.x - x, one.y - y) <= (one.kind === 'circle' ? RADIUS : BOX.x),
      );
      // Within half the width of a line, one of which is its own piece.
      const near = all.filter(
        ([x0, y0, x1, y1]) =>
          x >= Math.min(x0, x1) - 2 &&
          x <= Math.max(x0, x1) + 2 &&
          y >= Math.min(y0, y1) - 2 &&
          y <= Math.max(y0, y1) + 2,
      );
      return edge || node || near.length > 1;
    };
    for (const { d } of lines.filter(({ kind }) => kind !== 'dangling'))
      for (const [x0, y0, x1, y1] of pieces(d)) assert.ok(meets(x0, y0) && meets(x1, y1), `${cell}: ${d}`);
  }
});

/** Two steps of an LSTM with two cells and one input. */
const passage = /** @type {import('../../www/pkg/neurone.js').Passage} */ (
  /** @type {unknown} */ ({
    n_steps: 2,
    x: Float64Array.of(0.5, -1),
    layers: [
      [
        { name: 'i', values: Float64Array.of(0.1, 0.2, 0.3, 0.4) },
        { name: 'f', values: Float64Array.of(0.5, 0.6, 0.7, 0.8) },
        { name: 'g', values: Float64Array.of(-0.1, -0.2, -0.3, -0.4) },
        { name: 'o', values: Float64Array.of(0.9, 0.8, 0.7, 0.6) },
        { name: 'c', values: Float64Array.of(1, -4, 2, 3) },
        { name: 'h', values: Float64Array.of(0.25, 0.35, 0.45, 0.55) },
      ],
    ],
  })
);
const look = (/** @type {number} */ t, /** @type {number} */ unit, cell = 'lstm') =>
  momentOf(passage, { inputs: ['x'] }, { t, layer: 0, unit }, cell);

test('a moment holds the values of one cell, of its step and of the one before', () => {
  const { values, most } = look(1, 1);
  assert.equal(values.x, -1);
  assert.equal(values.c_before, -4);
  assert.equal(values.h_before, 0.35);
  assert.ok(Math.abs((values.kept ?? 0) - 0.8 * -4) < 1e-15);
  assert.ok(Math.abs((values.let_in ?? 0) - 0.4 * -0.4) < 1e-15);
  assert.equal(values.squashed, Math.tanh(3));
  assert.equal(most, 4);
  assert.ok(
    Math.abs((look(1, 1, 'lstm_printed').values.let_in ?? 0) - 0.6 * -0.4) < 1e-15,
    'as printed, o lets in',
  );
});

test('before the first step there is nothing, and what lies beyond the sequence is its end', () => {
  const first = look(0, 0);
  assert.deepEqual([first.values.c_before, first.values.h_before], [0, 0]);
  const beyond = look(9, 7);
  assert.deepEqual([beyond.t, beyond.unit], [1, 1]);
});

test('the memory fills its line by its largest value, all else by itself', () => {
  assert.equal(fullness(look(1, 1), 'c'), 0.75);
  assert.equal(fullness(look(1, 1), 'f'), 0.8);
});

test('a gate adds up W_h h, W_x x and b in the rows of its cell', () => {
  const matrices = [
    { name: 'W_xf', layer: 0, rows: 2, columns: 1, offset: 0 },
    { name: 'W_hf', layer: 0, rows: 2, columns: 2, offset: 2 },
    { name: 'b_f', layer: 0, rows: 2, columns: 1, offset: 6 },
  ];
  const parameters = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  const { recurrent, input, bias, sum } = termsOf('f', look(1, 1), matrices, parameters, 'lstm');
  assert.ok(Math.abs(recurrent - (5 * 0.25 + 6 * 0.35)) < 1e-15);
  assert.equal(input, -2);
  assert.equal(bias, 8);
  assert.equal(sum, recurrent + input + bias);
});

test('a weight is named by its place', () => {
  assert.equal(weightName({ name: 'W_hf', layer: 0, rows: 2, columns: 2, offset: 2 }, 5), 'W_hf[2, 2]');
  assert.equal(weightName({ name: 'b_f', layer: 0, rows: 2, columns: 1, offset: 6 }, 7), 'b_f[2]');
});
