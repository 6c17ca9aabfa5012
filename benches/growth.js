// @ts-check
// How the time of an update grows with points, width, depth and length: beside it what the arithmetic alone would
// take, so that one line above another, at the same distance everywhere, is as it should be.
import { calls, dense, given, recurrent } from './works.js';

/** @typedef {import('./works.js').Work} Work */
/** @typedef {{ x: number, time: number, least: number }} Point seconds of an update, and of its arithmetic at the limit */
/** @typedef {{ name: string, points: Point[] }} Growth */

const POINTS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
const WIDTHS = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];
const DEPTHS = [1, 2, 3, 4, 5, 6, 7, 8];
const LENGTHS = [5, 10, 20, 50, 100, 200, 400];

/** @param {number} m points @param {number[]} hidden @returns {Work} */
const onPoints = (m, hidden) => ({
  name: `${m} points, (${hidden})`, what: '', kind: 'train', steps: 1,
  experiment: { seed: 0, data_seed: 0, dataset: 'circles', n_samples: m, hidden, activation: ['tanh'], learning_rate: 1e-6 },
  flops: dense([2, ...hidden, 1], m, true),
  calls: calls({ tanh: m * hidden.reduce((sum, n) => sum + n, 0), sigmoid: m }),
});

/** @param {number} nSteps @returns {Work} */
const onSequences = (nSteps, m = 32, nHidden = 16) => ({
  name: `${nSteps} steps`, what: '', kind: 'sequence', steps: 1,
  experiment: {
    seed: 0, data_seed: 0, task: 'given', sequences: given(m, nSteps), output: 'sigmoid', loss: 'log_loss',
    cell: 'lstm', n_hidden: nHidden, learning_rate: 1e-6,
  },
  flops: recurrent({ gates: 4, nIn: 2, nHidden, nOut: 1, nSteps, answers: 1, m }),
  calls: calls({ sigmoid: 3 * nSteps * m * nHidden + m, tanh: 2 * nSteps * m * nHidden }),
});

/** @type {{ name: string, along: number[], work: (x: number) => Work }[]} */
const PANELS = [
  { name: 'points, (16,16)', along: POINTS, work: (m) => onPoints(m, [16, 16]) },
  { name: 'width n, (n,n), 200 points', along: WIDTHS, work: (n) => onPoints(200, [n, n]) },
  { name: 'layers of 16, 200 points', along: DEPTHS, work: (depth) => onPoints(200, Array(depth).fill(16)) },
  { name: 'length T, LSTM 16, batch 32', along: LENGTHS, work: (t) => onSequences(t) },
];

/**
 * @param {(works: Work[]) => import('./measure.js').Row[]} measure
 * @returns {Growth[]}
 */
export function grow(measure) {
  const rows = measure(PANELS.flatMap(({ along, work }) => along.map(work)));
  return PANELS.map(({ name, along }) => ({
    name,
    points: along.map((x) => {
      const { rate = NaN, share = NaN } = rows.shift() ?? {};
      return { x, time: 1 / rate, least: share / rate };
    }),
  }));
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [420, 300, 56, 34, 30, 16];

/** The powers of ten around some numbers. @param {number[]} values */
const decades = (values) =>
  /** @type {const} */ ([Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))]);

/** @param {number} time seconds */
function named(time) {
  const [unit, of] = time >= 1 ? ['s', 1] : time >= 1e-3 ? ['ms', 1e3] : time >= 1e-6 ? ['µs', 1e6] : ['ns', 1e9];
  return `${Math.round(time * of)} ${unit}`;
}

/** One panel, logarithmic both ways. @param {Growth} growth @param {number} i */
function panel({ name, points }, i) {
  const [x0, x1] = [points[0]?.x ?? 1, points.at(-1)?.x ?? 10];
  const [low, high] = decades(points.flatMap(({ time, least }) => [time, Math.max(least, time / 1e3)]));
  const across = (/** @type {number} */ x) => LEFT + ((WIDTH - LEFT - RIGHT) * Math.log(x / x0)) / Math.log(x1 / x0);
  const down = (/** @type {number} */ time) => TOP + ((HEIGHT - TOP - BOTTOM) * (high - Math.log10(time))) / (high - low);
  const path = (/** @type {'time' | 'least'} */ which) =>
    points.map((point, k) => `${k ? 'L' : 'M'}${across(point.x).toFixed(1)} ${down(point[which]).toFixed(1)}`).join('');
  const rows = Array.from({ length: high - low + 1 }, (_, k) => 10 ** (low + k));
  return [
    `<g transform="translate(${(i % 2) * WIDTH} ${Math.floor(i / 2) * HEIGHT})">`,
    `<text x="${LEFT}" y="16" font-weight="bold">${name}</text>`,
    ...rows.map((time) => `<path class="rule" d="M${LEFT} ${down(time)}H${WIDTH - RIGHT}"/><text x="${LEFT - 6}" y="${down(time) + 4}" text-anchor="end">${named(time)}</text>`),
    ...points.map(({ x }, k) => (k % 2 && points.length > 9 ? '' : `<text x="${across(x)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${x}</text>`)),
    `<path class="least" d="${path('least')}"/><path class="time" d="${path('time')}"/>`,
    ...points.map(({ x, time }) => `<circle cx="${across(x).toFixed(1)}" cy="${down(time).toFixed(1)}" r="2.5"/>`),
    '</g>',
  ].join('\n');
}

const STYLE = `text { font: 11px sans-serif; fill: #333 } path { fill: none } .rule { stroke: #ddd } circle { fill: #0b6b57 }
.time { stroke: #0b6b57; stroke-width: 1.5 } .least { stroke: #999; stroke-dasharray: 4 3 }`;

/** @param {Growth[]} growths */
export function draw(growths) {
  const [width, height] = [2 * WIDTH, Math.ceil(growths.length / 2) * HEIGHT];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height + 24}" width="${width}" height="${height + 24}">`,
    `<style>${STYLE}</style><rect width="100%" height="100%" fill="#fff"/>`,
    ...growths.map(panel),
    `<text x="${LEFT}" y="${height + 12}">time of an update; dashed: its arithmetic alone, at the limit of this machine</text>`,
    '</svg>\n',
  ].join('\n');
}
