// @ts-check
// Numbers as short text, exactly: whole multiples of a power of ten take a few bytes each, anything else
// its eight bytes; the bytes are base64url. `3~…` has three decimals, `f~…` is floating point. A leading `v`
// marks points that have values instead of classes; the names of classes follow, `…~cat~dog`.

/** @typedef {import("./pkg/neurone.js").Points} Points */

const MOST_DECIMALS = 6;
const LARGEST = 2 ** 51;

/** @param {number[]} values */
export function pack(values) {
  for (let decimals = 0; decimals <= MOST_DECIMALS; decimals += 1) {
    const scale = 10 ** decimals;
    const wholes = values.map((value) => Math.round(value * scale));
    const exact = wholes.every(
      (whole, i) => Object.is(whole / scale, values[i]) && Math.abs(whole) < LARGEST,
    );
    if (exact) return `${decimals}~${toBase64(Uint8Array.from(wholes.flatMap(bytesOf)))}`;
  }
  const bytes = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => bytes.setFloat64(8 * i, value, true));
  return `f~${toBase64(new Uint8Array(bytes.buffer))}`;
}

/**
 * @param {string} text
 * @returns {number[] | undefined} `undefined` for a text that `pack` has not made
 */
export function unpack(text) {
  const [, form, body = ''] = /^([0-6f])~([\w-]*)$/.exec(text) ?? [];
  const bytes = form === undefined ? null : fromBase64(body);
  if (!bytes) return undefined;
  if (form !== 'f') return wholesOf(bytes)?.map((whole) => whole / 10 ** Number(form));
  if (bytes.length % 8) return undefined;
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

/** @param {Points} points */
export function packPoints({ x, y, values = false, classes = [] }) {
  const numbers = pack(x.flatMap((point, i) => [...point, y[i] ?? 0]));
  const names = classes.map((name) => name.replaceAll('%', '%25').replaceAll('~', '%7E'));
  return (values ? 'v' : '') + [numbers, ...names].join('~');
}

/**
 * @param {string} text
 * @returns {Points | undefined}
 */
export function unpackPoints(text) {
  const values = text.startsWith('v');
  const [form, body, ...rest] = (values ? text.slice(1) : text).split('~');
  const numbers = unpack(`${form}~${body}`);
  const classes = rest.map(named);
  if (!numbers || numbers.length % 3 || classes.includes('')) return undefined;
  const rows = Array.from({ length: numbers.length / 3 }, (_, i) => numbers.slice(3 * i, 3 * i + 3));
  const x = rows.map(([x1 = 0, x2 = 0]) => /** @type {[number, number]} */ ([x1, x2]));
  return { x, y: rows.map(([, , y = 0]) => y), ...(values ? { values } : {}), ...(classes.length ? { classes } : {}) };
}

/** The name of a class; empty where it cannot be read. @param {string} text */
function named(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** A whole number, its sign last, in groups of seven bits from the lowest. @param {number} whole */
function bytesOf(whole) {
  const bytes = [];
  let rest = whole < 0 ? -2 * whole - 1 : 2 * whole;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** @param {Uint8Array} bytes */
function wholesOf(bytes) {
  const wholes = [];
  let rest = 0;
  let unit = 1;
  for (const byte of bytes) {
    rest += (byte % 128) * unit;
    unit *= 128;
    if (rest > 2 * LARGEST) return undefined;
    if (byte >= 128) continue;
    wholes.push(rest % 2 ? -(rest + 1) / 2 : rest / 2);
    rest = 0;
    unit = 1;
  }
  return unit === 1 ? wholes : undefined;
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @param {string} text */
function fromBase64(text) {
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  } catch {
    return null;
  }
}
