// @ts-check
// A small picture of one sequence: its inputs from left to right, and under a line what is asked for.

import { svg } from '../dom.js';

/** @typedef {import("../pkg/neurone.js").SequencePreview} SequencePreview */

/** Width and height of the picture. */
const SIZE = { width: 56, height: 40 };
/** What the inputs have of the height; the answers have the rest. */
const INPUTS = 28;
/** Channels that are told apart; an alphabet with more is squeezed into so many rows. */
const MOST_ROWS = 8;

/** @param {SequencePreview} sequence */
export function thumbnail(sequence) {
  const element = svg('svg', {
    'viewBox': `0 0 ${SIZE.width} ${SIZE.height}`,
    'class': 'thumbnail sequence',
    'aria-hidden': 'true',
  });
  const { n_steps, n_in, n_classes, one_hot, x, y } = sequence;
  const isCurve = n_in === 1 && n_classes === 0;
  if (isCurve) element.append(curve(x, 2, SIZE.height - 4));
  else element.append(...inputs(n_steps, n_in, one_hot, x), line(), ...answers(n_steps, n_classes, y));
  return element;
}

/**
 * Values as a line across the picture.
 * @param {ArrayLike<number>} values
 * @param {number} top
 * @param {number} height
 */
function curve(values, top, height) {
  const all = Array.from(values);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const points = all.map((value, t) => {
    const at = [(t / Math.max(1, all.length - 1)) * SIZE.width, top + height * (1 - (value - low) / (high - low || 1))];
    return at.map((place) => place.toFixed(1)).join(' ');
  });
  return svg('path', { class: 'curve', d: `M${points.join('L')}` });
}

const line = () => svg('path', { class: 'rule', d: `M0 ${INPUTS + 2}H${SIZE.width}` });

/**
 * A cell for every input that is not 0: a symbol in ink, a value in the colour of its sign.
 * @param {number} n_steps
 * @param {number} n_in
 * @param {boolean} one_hot
 * @param {Float64Array} x
 */
function inputs(n_steps, n_in, one_hot, x) {
  const rows = Math.min(n_in, MOST_ROWS);
  const [wide, high] = [SIZE.width / n_steps, INPUTS / rows];
  return Array.from(x).flatMap((value, i) => {
    if (value === 0) return [];
    const row = Math.floor(((i % n_in) * rows) / n_in);
    const share = one_hot ? 1 : Math.abs(value);
    return [
      svg('rect', {
        'class': one_hot ? 'letter' : value < 0 ? 'negative' : 'positive',
        'x': (Math.floor(i / n_in) * wide + 0.4).toFixed(2),
        'y': (row * high + high * (1 - share) + 0.4).toFixed(2),
        'width': (wide - 0.8).toFixed(2),
        'height': Math.max(0.6, high * share - 0.8).toFixed(2),
      }),
    ];
  });
}

/**
 * The answers, under the steps at which they are asked for: by height, as high as they are.
 * @param {number} n_steps
 * @param {number} n_classes
 * @param {Float64Array} y
 */
function answers(n_steps, n_classes, y) {
  const wide = SIZE.width / n_steps;
  const top = INPUTS + 4;
  const room = SIZE.height - top;
  const most = n_classes ? n_classes - 1 : Math.max(...y.map(Math.abs), 1e-9);
  return Array.from(y, (value, k) => {
    const share = Math.max(0.15, Math.abs(value) / most);
    return svg('rect', {
      class: 'answer',
      x: ((n_steps - y.length + k) * wide + 0.4).toFixed(2),
      y: (SIZE.height - room * share).toFixed(2),
      width: (wide - 0.8).toFixed(2),
      height: (room * share).toFixed(2),
    });
  });
}
