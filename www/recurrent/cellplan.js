// @ts-check
// Where everything in the drawing of a cell stands, in the manner of Figures 32 to 42 of the thesis: layers
// as boxes, pointwise operations as circles, the memory on top, h below, x from below. No DOM.

/**
 * @typedef {object} Node
 * @property {string} part that it belongs to
 * @property {"box" | "circle" | "pill" | "weights"} kind
 * @property {number} x middle
 * @property {number} y
 * @property {string} sign
 */

/**
 * @typedef {object} Line
 * @property {string} part that it belongs to
 * @property {string | null} value that flows through it; `null` where these are the values of all cells
 * @property {string} d
 * @property {"over" | "dangling"} [kind] one that crosses the memory, or one that leads nowhere
 */

/** @typedef {{ value: string, x: number, y: number, anchor: "start" | "middle" | "end" }} Reading a number beside its line */
/** @typedef {{ base: string, sub: string, x: number, y: number, anchor: "start" | "end" }} Name */

/**
 * @typedef {object} Plan
 * @property {string[]} parts in reading order
 * @property {Line[]} lines
 * @property {Node[]} nodes
 * @property {Reading[]} readings
 * @property {Name[]} names
 */

export const WIDTH = 500;
export const HEIGHT = 306;
/** Half the size of a box, and the radius of a circle. */
export const BOX = { x: 23, y: 16 };
export const RADIUS = 12;
/** Where h crosses the memory on its way up. */
export const CROSSING = { x: 452, y: 46 };

/** The memory, the line of all inputs, the middle of the boxes, and the point where h turns off. */
const [TOP, BUS, ROW, OUT, EXIT] = [CROSSING.y, 250, 188, 405, CROSSING.x];
const X = 52;
/** The columns of the gates. */
const AT = { f: 105, i: 185, g: 255, o: 345 };
const GRU_AT = { z: 125, r: 235, n: 350 };

/** What each gated cell computes. @type {Record<string, string>} */
const GATES = {
  stage1: 'g',
  stage2: 'fg',
  stage3: 'ifg',
  lstm: 'ifgo',
  lstm_printed: 'ifgo',
  lstm_1997: 'igo',
};

/** The parts of a cell in reading order. @param {string} cell */
export function partsOf(cell) {
  if (cell === 'rnn') return ['x', 'g', 'h'];
  if (cell.startsWith('gru')) return ['x', 'r', 'z', 'n', 'h'];
  return ['x', ...[...'figo'].filter((gate) => GATES[cell]?.includes(gate)), 'c', 'h'];
}

/** @param {string} cell @returns {Plan} */
export function planOf(cell) {
  const plan = cell === 'rnn' ? rnn() : cell.startsWith('gru') ? gru(cell) : gated(cell);
  return { parts: partsOf(cell), ...plan };
}

/** @typedef {Omit<Plan, "parts">} Drawing */

/** What all cells have: x from below, h from the left, and the name of each end. */
const ends = () =>
  /** @type {Drawing} */ ({
    lines: [{ part: 'x', value: 'x', d: `M${X} ${HEIGHT}V${BUS}` }],
    nodes: [],
    readings: [{ value: 'x', x: X + 9, y: 282, anchor: 'start' }],
    names: [{ base: 'x', sub: 't', x: X + 9, y: 302, anchor: 'start' }],
  });

/** h from the left and to the right, below, and up to the layer above. @param {Drawing} drawing */
function hBelow({ lines, readings, names }) {
  lines.push(
    { part: 'h', value: 'h_before', d: `M0 ${BUS}H${X}` },
    { part: 'h', value: 'h', d: `M${EXIT} ${BUS}V0`, kind: 'over' },
  );
  readings.push(
    { value: 'h_before', x: 3, y: BUS + 20, anchor: 'start' },
    { value: 'h', x: WIDTH - 2, y: BUS + 20, anchor: 'end' },
  );
  names.push(
    { base: 'h', sub: 't−1', x: 3, y: BUS - 10, anchor: 'start' },
    { base: 'h', sub: 't', x: WIDTH - 2, y: BUS - 10, anchor: 'end' },
    { base: 'h', sub: 't', x: EXIT + 8, y: 16, anchor: 'start' },
  );
}

/** A box over the line of all inputs, which leads to it. @param {Drawing} drawing @param {string} gate @param {number} x @param {string} sign */
function layer({ lines, nodes }, gate, x, sign) {
  lines.push({ part: gate, value: null, d: `M${x} ${BUS}V${ROW + BOX.y}` });
  nodes.push({ part: gate, kind: 'box', x, y: ROW, sign });
}

/** @returns {Drawing} */
function rnn() {
  const drawing = ends();
  hBelow(drawing);
  drawing.lines.push(
    { part: '', value: null, d: `M${X} ${BUS}H${AT.g}` },
    { part: 'h', value: 'h', d: `M${AT.g} ${ROW - BOX.y}V116H${OUT}V${BUS}H${WIDTH}` },
  );
  layer(drawing, 'g', AT.g, 'tanh');
  return drawing;
}

/** @param {string} cell @returns {Drawing} */
function gated(cell) {
  const gates = GATES[cell] ?? '';
  const has = (/** @type {string} */ gate) => gates.includes(gate);
  const printed = cell === 'lstm_printed';
  const drawing = ends();
  const { lines, nodes, readings } = drawing;
  hBelow(drawing);
  lines.push({ part: '', value: null, d: `M${X} ${BUS}H${has('o') ? AT.o : AT.g}` });
  for (const gate of /** @type {(keyof typeof AT)[]} */ (['f', 'i', 'g', 'o']))
    if (has(gate)) layer(drawing, gate, AT[gate], gate === 'g' ? 'tanh' : 'σ');
  memory(drawing, has('f'));
  lines.push({
    part: 'g',
    value: 'g',
    d: `M${AT.g} ${ROW - BOX.y}V${has('i') ? 116 + RADIUS : TOP + RADIUS}`,
  });
  readings.push({ value: 'g', x: AT.g + 7, y: 158, anchor: 'start' });
  if (has('i')) inlet(drawing, printed);
  if (has('o')) {
    const up = printed
      ? `M${AT.o} ${ROW - BOX.y}V116H${AT.g + RADIUS}M${AT.o} 154H${OUT - RADIUS}`
      : `M${AT.o} ${ROW - BOX.y}V154H${OUT - RADIUS}`;
    lines.push({ part: 'o', value: 'o', d: up });
    nodes.push({ part: 'o', kind: 'circle', x: OUT, y: 154, sign: '×' });
    readings.push({ value: 'o', x: AT.o + 7, y: 145, anchor: 'start' });
  }
  outlet(drawing, has('o'));
  return drawing;
}

/** The memory from left to right. @param {Drawing} drawing @param {boolean} forgets */
function memory({ lines, nodes, readings, names }, forgets) {
  lines.push({ part: 'c', value: 'c_before', d: `M0 ${TOP}H${(forgets ? AT.f : AT.g) - RADIUS}` });
  lines.push({ part: 'c', value: 'c', d: `M${AT.g + RADIUS} ${TOP}H${WIDTH}` });
  nodes.push({ part: 'c', kind: 'circle', x: AT.g, y: TOP, sign: '+' });
  readings.push(
    { value: 'c_before', x: 3, y: TOP + 20, anchor: 'start' },
    { value: 'c', x: 335, y: TOP - 9, anchor: 'middle' },
  );
  names.push(
    { base: 'c', sub: 't−1', x: 3, y: TOP - 10, anchor: 'start' },
    { base: 'c', sub: 't', x: WIDTH - 2, y: TOP - 10, anchor: 'end' },
  );
  if (!forgets) return;
  lines.push(
    { part: 'c', value: 'kept', d: `M${AT.f + RADIUS} ${TOP}H${AT.g - RADIUS}` },
    { part: 'f', value: 'f', d: `M${AT.f} ${ROW - BOX.y}V${TOP + RADIUS}` },
  );
  nodes.push({ part: 'f', kind: 'circle', x: AT.f, y: TOP, sign: '×' });
  readings.push(
    { value: 'kept', x: (AT.f + AT.g) / 2, y: TOP - 9, anchor: 'middle' },
    { value: 'f', x: AT.f - 7, y: 158, anchor: 'end' },
  );
}

/** What lets the candidate in; as (40) is printed, that is the output gate and i leads nowhere. @param {Drawing} drawing @param {boolean} printed */
function inlet({ lines, nodes, readings }, printed) {
  const top = ROW - BOX.y;
  lines.push(
    printed
      ? { part: 'i', value: 'i', d: `M${AT.i} ${top}V136M${AT.i - 8} 136H${AT.i + 8}`, kind: 'dangling' }
      : { part: 'i', value: 'i', d: `M${AT.i} ${top}V116H${AT.g - RADIUS}` },
    { part: 'c', value: 'let_in', d: `M${AT.g} ${116 - RADIUS}V${TOP + RADIUS}` },
  );
  nodes.push({ part: printed ? 'o' : 'i', kind: 'circle', x: AT.g, y: 116, sign: '×' });
  readings.push(
    { value: 'i', x: AT.i - 7, y: 158, anchor: 'end' },
    { value: 'let_in', x: AT.g + 7, y: 86, anchor: 'start' },
  );
}

/** From the memory down to h. @param {Drawing} drawing @param {boolean} gated */
function outlet({ lines, nodes, readings }, gated) {
  lines.push({ part: 'h', value: 'c', d: `M${OUT} ${TOP}V82` });
  nodes.push({ part: 'h', kind: 'pill', x: OUT, y: 96, sign: 'tanh' });
  if (gated) {
    lines.push({ part: 'h', value: 'squashed', d: `M${OUT} 110V${154 - RADIUS}` });
    readings.push({ value: 'squashed', x: OUT - 7, y: 125, anchor: 'end' });
  }
  lines.push({ part: 'h', value: 'h', d: `M${OUT} ${gated ? 154 + RADIUS : 110}V${BUS}H${WIDTH}` });
}

/** The state of the GRU runs on top. @param {string} cell @returns {Drawing} */
function gru(cell) {
  const drawing = ends();
  const { lines, nodes, readings, names } = drawing;
  const { r, z, n } = GRU_AT;
  const [mixed, times] = [100, 295];
  // Here x has a line of its own below.
  readings.forEach((reading) => void (reading.y = 270));
  const top = ROW - BOX.y;
  lines.push(
    { part: 'h', value: 'h_before', d: `M0 ${TOP}H${z - RADIUS}M28 ${TOP}V${BUS}H${X}` },
    {
      part: '',
      value: null,
      d: `M${X} ${BUS}H${times - RADIUS}M${times + RADIUS} ${BUS}H${n}M${X} 280H${n}V${BUS}`,
    },
    { part: 'z', value: 'z', d: `M${z} ${top}V${TOP + RADIUS}M${z} ${mixed}H217` },
    { part: 'z', value: 'opposite', d: `M261 ${mixed}H${n - RADIUS}` },
    { part: 'r', value: 'r', d: `M${r} ${top}V140H${times}V${BUS - RADIUS}` },
    { part: 'n', value: 'n', d: `M${n} ${top}V${mixed + RADIUS}` },
    { part: 'h', value: 'fresh', d: `M${n} ${mixed - RADIUS}V${TOP + RADIUS}` },
    { part: 'h', value: 'kept', d: `M${z + RADIUS} ${TOP}H${n - RADIUS}` },
    { part: 'h', value: 'h', d: `M${n + RADIUS} ${TOP}H${WIDTH}M${EXIT} ${TOP}V0` },
  );
  for (const [gate, x] of Object.entries(GRU_AT)) layer(drawing, gate, x, gate === 'n' ? 'tanh' : 'σ');
  nodes.push(
    { part: 'z', kind: 'circle', x: z, y: TOP, sign: '×' },
    { part: 'z', kind: 'pill', x: 239, y: mixed, sign: '1−' },
    { part: 'z', kind: 'circle', x: n, y: mixed, sign: '×' },
    { part: 'r', kind: 'circle', x: times, y: BUS, sign: '×' },
    { part: 'n', kind: 'weights', x: cell === 'gru' ? 262 : 328, y: BUS, sign: 'W' },
    { part: 'h', kind: 'circle', x: n, y: TOP, sign: '+' },
  );
  readings.push(
    { value: 'h_before', x: 36, y: TOP + 20, anchor: 'start' },
    { value: 'z', x: z - 7, y: 158, anchor: 'end' },
    { value: 'opposite', x: 300, y: mixed - 8, anchor: 'middle' },
    { value: 'r', x: r + 7, y: 132, anchor: 'start' },
    { value: 'n', x: n + 7, y: 158, anchor: 'start' },
    { value: 'fresh', x: n + 7, y: 80, anchor: 'start' },
    { value: 'kept', x: 237, y: TOP - 9, anchor: 'middle' },
    { value: 'h', x: 405, y: TOP - 9, anchor: 'middle' },
  );
  names.push(
    { base: 'h', sub: 't−1', x: 3, y: TOP - 10, anchor: 'start' },
    { base: 'h', sub: 't', x: WIDTH - 2, y: TOP + 20, anchor: 'end' },
    { base: 'h', sub: 't', x: EXIT + 8, y: 16, anchor: 'start' },
  );
  return drawing;
}
