// @ts-check
// The style sheets, shared by all elements of a document, and their colours for the drawing functions.

import { h, place } from './dom.js';

/** @typedef {import("./pkg/neurone.js").Theme} Theme */

const COLOURS = /** @type {const} */ ([
  ...['paper', 'ink', 'muted', 'hairline', 'accent', 'class0', 'class1'],
  ...['class2', 'class3', 'class4', 'class5'],
]);

/** Each belongs to a document, and no other takes it. @type {WeakMap<Document, Map<string, Promise<CSSStyleSheet>>>} */
const documents = new WeakMap();

/**
 * Gives a root some style sheets. Each is fetched once for a document; again where that failed.
 * @param {ShadowRoot} root
 * @param {string[]} paths beside this script
 */
export async function dress(root, paths) {
  const { ownerDocument: document } = root;
  const sheets = documents.get(document) ?? new Map();
  documents.set(document, sheets);
  const wanted = paths.map((path) => {
    const sheet = sheets.get(path) ?? fetchSheet(path, document);
    sheets.set(path, sheet);
    sheet.catch(() => sheets.delete(path));
    return sheet;
  });
  const all = await Promise.all(wanted);
  const worn = all.every((sheet, i) => sheet === root.adoptedStyleSheets[i]);
  if (!worn && root.ownerDocument === document) root.adoptedStyleSheets = all;
}

/** @param {string} path @param {Document} document */
async function fetchSheet(path, { defaultView }) {
  const response = await fetch(new URL(path, import.meta.url));
  return new (defaultView ?? window).CSSStyleSheet().replace(await response.text());
}

/**
 * Reads the colours where they are resolved, and again whenever they change for whatever reason: the
 * system, an attribute, a class of the page.
 * @param {ParentNode & Node} root
 * @param {(theme: Theme) => void} changed
 */
export function watchTheme(root, changed) {
  const probes = COLOURS.map((name) => {
    const probe = h('span', { class: 'probe' });
    place(probe, { color: `var(--${name})` });
    return { name, probe };
  });
  root.append(h('span', { 'class': 'probes', 'aria-hidden': 'true' }, ...probes.map(({ probe }) => probe)));
  const read = () => {
    const colours = Object.fromEntries(
      probes.map(({ name, probe }) => [name, hex(getComputedStyle(probe).color)]),
    );
    const classes = [2, 3, 4, 5].map((i) => colours[`class${i}`]);
    return /** @type {Theme} */ (/** @type {unknown} */ ({ ...colours, classes }));
  };
  probes[0]?.probe.addEventListener('transitionend', () => changed(read()));
  return read();
}

/** @param {string} colour such as `rgb(27, 29, 34)` */
function hex(colour) {
  const [r = 0, g = 0, b = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
