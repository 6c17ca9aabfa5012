// @ts-check
// The style sheets, shared by all elements of a document, and their colours for the drawing functions.

import { h, place } from './dom.js';

/** @typedef {import("./pkg/neurone.js").Theme} Theme */

const COLOURS = /** @type {const} */ ([
  ...['paper', 'ink', 'muted', 'hairline', 'accent', 'class0', 'class1'],
  ...['class2', 'class3', 'class4', 'class5'],
]);

/** What each root wears. @type {WeakMap<ShadowRoot, string[]>} */
const worn = new WeakMap();

/** No document takes the sheets of another. @type {WeakMap<Document, Map<string, CSSStyleSheet>>} */
const documents = new WeakMap();

/** Each is fetched once; again where that failed. @type {Map<string, Promise<string>>} */
const texts = new Map();

/**
 * Gives a root some style sheets.
 * @param {ShadowRoot} root
 * @param {string[]} paths beside this script
 */
export async function dress(root, paths) {
  const wanted = await Promise.all(paths.map(fetchText));
  if (wanted.every((text, i) => text === worn.get(root)?.[i])) return;
  worn.set(root, wanted);
  redress(root);
}

/**
 * Gives a root its style sheets again, which another document took from it: at once, since a picture
 * without them has no size of its own.
 * @param {ShadowRoot} root
 */
export function redress(root) {
  const { ownerDocument: document } = root;
  const { defaultView } = document;
  if (!defaultView) return;
  const sheets = documents.get(document) ?? new Map();
  documents.set(document, sheets);
  root.adoptedStyleSheets = (worn.get(root) ?? []).map((text) => {
    if (!sheets.has(text)) {
      const sheet = new defaultView.CSSStyleSheet();
      sheet.replaceSync(text);
      sheets.set(text, sheet);
    }
    return sheets.get(text);
  });
}

/** @param {string} path */
function fetchText(path) {
  const text = texts.get(path) ?? fetch(new URL(path, import.meta.url)).then((response) => {
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  });
  texts.set(path, text);
  text.catch(() => texts.delete(path));
  return text;
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
  const all = h('span', { 'class': 'probes', 'aria-hidden': 'true' }, ...probes.map(({ probe }) => probe));
  root.append(all);
  const read = () => {
    const colours = Object.fromEntries(
      probes.map(({ name, probe }) => [name, hex(getComputedStyle(probe).color)]),
    );
    const classes = [2, 3, 4, 5].map((i) => colours[`class${i}`]);
    return /** @type {Theme} */ (/** @type {unknown} */ ({ ...colours, classes }));
  };
  all.addEventListener('transitionend', () => changed(read()));
  return read();
}

/** @param {string} colour such as `rgb(27, 29, 34)` */
function hex(colour) {
  const [r = 0, g = 0, b = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
