// @ts-check
// The picture that stands in the page until the first module is here: the points of the first view.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as neurone from '../../www/pkg/neurone.js';

const file = (/** @type {string} */ path) => readFileSync(new URL(`../../www/${path}`, import.meta.url));
neurone.initSync({ module: file('pkg/neurone_bg.wasm') });

/** Units of the picture across. */
const SIZE = 240;

/** Circles for class 0, squares for class 1, as the page draws them. */
function pictureOf(/** @type {neurone.Playground} */ playground) {
  const { x, y, m } = playground.data();
  const [left = 0, right = 1, bottom = 0, top = 1] = playground.extent();
  const across = (/** @type {number} */ i) => Math.round((((x[i] ?? 0) - left) / (right - left)) * SIZE);
  const down = (/** @type {number} */ i) => Math.round(((top - (x[m + i] ?? 0)) / (top - bottom)) * SIZE);
  const points = [...y.keys()];
  const circles = points.filter((i) => y[i] === 0).map((i) => `M${across(i)} ${down(i)}h0`);
  const squares = points.filter((i) => y[i] === 1).map((i) => `M${across(i) - 3} ${down(i) - 3}h6v6h-6z`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}">`,
    `  <path stroke="#0072b2" stroke-width="7" stroke-linecap="round" d="${circles.join('')}" />`,
    `  <path fill="#d55e00" d="${squares.join('')}" />`,
    '</svg>\n',
  ].join('\n');
}

test('the picture before the module shows the points of the first view', () => {
  const [first] = neurone.thesis();
  assert.ok(first);
  assert.equal(file('first.svg').toString(), pictureOf(new neurone.Playground(first.experiment)));
});
