// @ts-check
// The neurons inside a box, as in Figures 33 and 38: on the left what the layer reads, x and the h of the
// step before, on the right one neuron for each cell, and a link for each weight.

import { svg } from '../dom.js';
import { shade, tint } from '../links.js';
import { letterOf } from './cellvalues.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("./cellvalues.js").Moment} Moment
 */

/** Neurons on one side up to which links can be told apart. */
const MOST = 24;
const [WIDTH, PITCH, LEFT, RIGHT, SIZE] = [340, 20, 90, 250, 7];

/**
 * @param {App} app
 * @param {string} gate
 * @param {number} layer
 */
export function neurons(app, gate, layer) {
  const { sequences } = app.session.description ?? {};
  const matrices = [`W_x${letterOf(gate)}`, `W_h${letterOf(gate)}`].map((name) =>
    sequences?.matrices.find((one) => one.name === name && one.layer === layer),
  );
  const [wx, wh] = matrices;
  if (!wx || !wh || !sequences || wx.columns + wh.columns > MOST) return null;
  const n = wx.columns + wh.columns;
  const marks = layer === 0 && sequences.one_hot ? sequences.inputs : null;
  const from = Array.from({ length: n }, (_, j) => ({
    y: PITCH * (j + 0.5),
    name: j < wx.columns ? (marks?.[j] ?? `x${j + 1}`) : `h${j - wx.columns + 1}`,
  }));
  const to = Array.from({ length: wh.rows }, (_, i) => ({
    y: PITCH * (i + 0.5 + (n - wh.rows) / 2),
    name: `${gate}${i + 1}`,
  }));
  const links = to.flatMap((neuron, i) =>
    from.map(({ y }, j) => {
      const matrix = j < wx.columns ? wx : wh;
      const index = matrix.offset + i * matrix.columns + (j < wx.columns ? j : j - wx.columns);
      return {
        i,
        index,
        path: svg('path', { d: `M${LEFT} ${y}C170 ${y} 170 ${neuron.y} ${RIGHT} ${neuron.y}` }),
      };
    }),
  );
  const circle = (/** @type {number} */ x, /** @type {number} */ y) =>
    svg('circle', { cx: x, cy: y, r: SIZE });
  const given = from.map(({ y }) => circle(LEFT, y));
  const answers = to.map(({ y }) => circle(RIGHT, y));
  const label = (/** @type {{ y: number, name: string }} */ { y, name }, /** @type {boolean} */ left) =>
    svg(
      'text',
      { 'x': left ? LEFT - 12 : RIGHT + 12, 'y': y + 4, 'text-anchor': left ? 'end' : 'start' },
      name,
    );
  return {
    element: svg(
      'svg',
      { 'class': `neurons-inside of-${gate}`, 'viewBox': `0 0 ${WIDTH} ${n * PITCH}`, 'aria-hidden': 'true' },
      ...links.map(({ path }) => path),
      ...given,
      ...answers,
      ...from.map((one) => label(one, true)),
      ...to.map((one) => label(one, false)),
    ),
    /** @param {Moment} moment @param {Float64Array} parameters */
    draw({ unit, x, hBefore, all }, parameters) {
      for (const { i, index, path } of links) {
        const weight = parameters[index] ?? 0;
        path.setAttribute('stroke', shade(app, weight));
        path.setAttribute('stroke-width', Math.min(6, 0.75 + 2 * Math.abs(weight)).toFixed(2));
        path.classList.toggle('aside', i !== unit);
      }
      const fill = (/** @type {SVGElement} */ one, value = 0) =>
        one.setAttribute('fill', tint(app, Math.max(-1, Math.min(1, value))));
      given.forEach((one, j) => fill(one, j < x.length ? x[j] : hBefore[j - x.length]));
      answers.forEach((one, i) => {
        fill(one, all[gate]?.[i]);
        one.classList.toggle('looked-at', i === unit);
      });
    },
  };
}
