// @ts-check
// The few lines that build elements. Texts come from `words.js`, looks from `style.css`.

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | ((event: any) => void)>} Attributes */

const SVG = 'http://www.w3.org/2000/svg';
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/**
 * @param {Element} element
 * @param {Attributes} attributes a function is a listener, `true` an empty attribute, `false` and `null` none
 * @param {Child[]} children
 */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== false && value !== null)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child) element.append(child);
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {Child[]} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = /** @type {SVGElementTagNameMap[K]} */ (document.createElementNS(SVG, tag));
  fill(element, attributes, children);
  return element;
}

/**
 * An element of MathML: `math("msub", math("mi", "x"), math("mn", "1"))`.
 * @param {string} tag
 * @param {Child[]} children
 */
export function math(tag, ...children) {
  const element = document.createElementNS(MATHML, tag);
  fill(element, {}, children);
  return element;
}

const ICONS = {
  play: 'M5 3v14l12-7z',
  pause: 'M5 3h4v14H5zM11 3h4v14h-4z',
  step: 'M4 3v14l9-7zM14 3h2.5v14H14z',
  epoch: 'M2 4v12l6.5-6zM8.5 4v12L15 10zM15.5 4H18v12h-2.5z',
  sample: 'M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM15.5 4H18v12h-2.5z',
  reset: 'M10 3a7 7 0 1 1-6.6 4.7l1.9.7A5 5 0 1 0 10 5v3L5.2 4 10 0z',
};

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  return svg(
    'svg',
    { 'viewBox': '0 0 20 20', 'class': 'icon', 'aria-hidden': 'true' },
    svg('path', { d: ICONS[name] }),
  );
}

/**
 * A number that changes with the run: read when it is gone to, not spoken at every change.
 * @param {Attributes} [attributes]
 */
export const readout = (attributes = {}) => h('output', { 'class': 'number', 'aria-live': 'off', ...attributes });

/**
 * Writes a text where it is another one: to write the same again is to lay out the page again.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Sets custom properties through the object model, which a strict policy allows.
 * @param {HTMLElement} element
 * @param {Record<string, string>} properties
 */
export function place(element, properties) {
  for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
}

/**
 * Gives a canvas the device pixels of the box it fills. Assigning a size clears it.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width CSS pixels
 * @param {number} height CSS pixels
 */
export function fitCanvas(canvas, width, height) {
  const scale = globalThis.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
}

/**
 * One tab stop for a group: arrow keys, Home and End move within it.
 * @param {HTMLElement} group
 * @param {() => HTMLElement[]} items
 * @param {(item: HTMLElement) => void} [chosen] called for the item that the keys reach
 */
export function rove(group, items, chosen) {
  group.addEventListener('keydown', (event) => {
    const all = items().filter((item) => !item.hasAttribute('disabled'));
    const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
    const move = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (at < 0 || move === undefined) return;
    event.preventDefault();
    const next = all[(move + all.length) % all.length];
    stop(all, next);
    next?.focus();
    if (next) chosen?.(next);
  });
}

/**
 * Leaves one of `items` in the tab order.
 * @param {HTMLElement[]} items
 * @param {HTMLElement | undefined} current
 */
export function stop(items, current) {
  for (const item of items) item.tabIndex = item === current ? 0 : -1;
}

const FOCUSABLE = 'a[href], button, input, select, summary, textarea, [tabindex]';
const CHOSEN = '[aria-pressed="true"], [aria-checked="true"], [aria-selected="true"], [aria-current]';

/** @param {HTMLElement} element */
const canFocus = (element) =>
  element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility({ visibilityProperty: true });

/**
 * Does something that may replace, hide or disable what the keyboard stands on, and takes it to the successor: the same
 * control built anew, else what is chosen, or first, in what still stands around it.
 * @param {Document | ShadowRoot} root
 * @param {() => void} work
 */
export function keepFocus(root, work) {
  const before = /** @type {HTMLElement | null} */ (root.activeElement);
  if (!before?.matches(':focus-visible')) return work();
  const around = [];
  for (let one = before.parentElement; one; one = one.parentElement) around.push(one);
  work();
  const moved = root.activeElement !== before && root.activeElement?.matches(':focus');
  if (moved || (before.isConnected && canFocus(before))) return;
  const within = (/** @type {ParentNode} */ place) =>
    [.../** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(FOCUSABLE))].filter(canFocus);
  const isTwin = (/** @type {Element} */ one) =>
    one.localName === before.localName &&
    ['name', 'value', 'class', 'href'].every((name) => one.getAttribute(name) === before.getAttribute(name));
  const place = around.find((one) => one.isConnected && within(one).length);
  const left = place ? within(place) : [];
  const next = (!before.isConnected && within(root).find(isTwin)) || left.find((one) => one.matches(CHOSEN)) || left[0];
  next?.focus({ preventScroll: true });
}

/**
 * Says where a slider of our own stands, from 0 on.
 * @param {HTMLElement} element
 * @param {number} most
 * @param {number} now
 * @param {string} text what is there
 */
export function slide(element, most, now, text) {
  const values = { 'aria-valuemin': '0', 'aria-valuemax': String(most), 'aria-valuenow': String(now), 'aria-valuetext': text };
  for (const [name, value] of Object.entries(values)) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * Does work that builds the same parts anew: what was unfolded is so again, and what was written stands there.
 * @param {ShadowRoot} root
 * @param {() => void} work
 */
export function keepOpen(root, work) {
  const folds = () => /** @type {HTMLElement[]} */ ([...root.querySelectorAll('.fold[aria-expanded]')]);
  const details = () => [...root.querySelectorAll('details')];
  const texts = () => [...root.querySelectorAll('textarea')];
  const isOpen = (/** @type {Element} */ fold) => fold.getAttribute('aria-expanded') === 'true';
  const before = [folds().map(isOpen), details().map(({ open }) => open)];
  const written = texts().map(({ value }) => value);
  work();
  folds().forEach((fold, i) => (before[0]?.[i] ?? isOpen(fold)) !== isOpen(fold) && fold.click());
  details().forEach((one, i) => (one.open = before[1]?.[i] ?? one.open));
  texts().forEach((text, i) => {
    if (!written[i] || written[i] === text.value) return;
    text.value = written[i];
    text.dispatchEvent(new Event('input'));
  });
}
