// @ts-check
// A view as a picture: what stands in its part of the page, drawn again on one canvas or written as SVG,
// where pixels remain only what was made of pixels.

import { svg } from './dom.js';
import { vectorsOf } from './pens.js';

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {Box & { canvas: HTMLCanvasElement }} Raster
 * @typedef {Box & { fill: string, stroke: string, line: number, radius: number }} Frame
 * @typedef {{ d: string, matrix: DOMMatrix, stroke: string, line: number }} Line
 * @typedef {Box & { text: string, fill: string, size: number, family: string, weight: string, style: string }} Label
 * @typedef {(Raster | Frame | Line | Label) & { opacity: number }} Item
 * @typedef {{ width: number, height: number, paper: string, items: Item[] }} Scene
 */

/** The parts of the element that can be saved. */
export const VIEWS = { output: '.stack', curves: '.plots', network: '.diagram' };
/** Pixels for each CSS pixel. */
const SCALE = 2;
/** Room for the names of plots, which the page prints elsewhere. */
const HEAD = 24;
/** What only shows where the pointer is. */
const PASSING = '.marker, .rule, .unseen';

/**
 * @param {Element} element
 * @param {string} paper
 * @returns {Scene}
 */
export function sceneOf(element, paper) {
  const box = element.getBoundingClientRect();
  const head = element.querySelector('[data-name]') ? HEAD : 0;
  const [left, top, width, height] = [box.left, box.top - head, box.width, box.height + head];
  /** @type {Scene["items"]} */
  const items = [];
  /** @param {DOMRect} box @returns {Box} */
  const within = (box) => ({ x: box.left - left, y: box.top - top, width: box.width, height: box.height });
  /**
   * @param {Element} one
   * @param {number} above opacity of what it stands in
   */
  const visit = (one, above) => {
    if (one.matches(PASSING) || !one.checkVisibility({ visibilityProperty: true })) return;
    const look = getComputedStyle(one);
    const drawn = one instanceof SVGPathElement ? Number(look.strokeOpacity) : 1;
    const opacity = above * Number(look.opacity) * drawn;
    if (opacity === 0) return;
    const add = (/** @type {Raster | Frame | Line | Label} */ item) => void items.push({ ...item, opacity });
    if (one instanceof SVGPathElement) return lineOf(one, look, left, top).forEach(add);
    const place = within(one.getBoundingClientRect());
    frameOf(place, look).forEach(add);
    if (one instanceof HTMLCanvasElement) return one.width ? add({ ...place, canvas: one }) : undefined;
    const name = one.getAttribute('data-name');
    if (name) add({ ...place, ...fontOf(look), text: name, y: place.y - HEAD, height: HEAD });
    for (const node of one.childNodes) {
      if (node instanceof Element) visit(node, opacity);
      else if (node.textContent?.trim()) add(labelOf(node, look, within));
    }
    return undefined;
  };
  visit(element, 1);
  return { width, height, paper, items };
}

/**
 * @param {SVGPathElement} path
 * @param {CSSStyleDeclaration} look
 * @param {number} left
 * @param {number} top
 * @returns {Line[]}
 */
function lineOf(path, look, left, top) {
  const matrix = path.getScreenCTM();
  const line = parseFloat(look.strokeWidth);
  if (!matrix || !line || /^(none|transparent|rgba\(.*, 0\))$/.test(look.stroke)) return [];
  const moved = new DOMMatrix([matrix.a, matrix.b, matrix.c, matrix.d, matrix.e - left, matrix.f - top]);
  return [{ d: path.getAttribute('d') ?? '', matrix: moved, stroke: look.stroke, line }];
}

/**
 * @param {Box} box
 * @param {CSSStyleDeclaration} look
 * @returns {Frame[]}
 */
function frameOf(box, look) {
  const line = parseFloat(look.borderTopWidth) || 0;
  const clear = (/** @type {string} */ colour) => /^(transparent|rgba\(.*, 0\))$/.test(colour);
  const stroke = line && !clear(look.borderTopColor) ? look.borderTopColor : '';
  const fill = clear(look.backgroundColor) ? '' : look.backgroundColor;
  return stroke || fill
    ? [{ ...box, fill, stroke, line, radius: parseFloat(look.borderTopLeftRadius) || 0 }]
    : [];
}

/**
 * @param {Node} node
 * @param {CSSStyleDeclaration} look
 * @param {(box: DOMRect) => Box} within
 * @returns {Label}
 */
function labelOf(node, look, within) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const text = (node.textContent ?? '').trim().replace(/\s+/g, ' ');
  return { ...within(range.getBoundingClientRect()), ...fontOf(look), text };
}

/** @param {CSSStyleDeclaration} look */
function fontOf({ color: fill, fontSize, fontFamily: family, fontWeight: weight, fontStyle: style }) {
  return { fill, size: parseFloat(fontSize), family, weight, style };
}

/**
 * @param {Scene} scene
 * @returns {Promise<Blob>}
 */
export function toPng({ width, height, paper, items }) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(SCALE * width);
  canvas.height = Math.round(SCALE * height);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.scale(SCALE, SCALE);
  pen.fillStyle = paper;
  pen.fillRect(0, 0, width, height);
  for (const item of items) {
    pen.save();
    pen.globalAlpha = item.opacity;
    draw(pen, item);
    pen.restore();
  }
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png');
  });
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Scene["items"][number]} item
 */
function draw(pen, item) {
  if ('canvas' in item) return pen.drawImage(item.canvas, item.x, item.y, item.width, item.height);
  if ('d' in item) {
    pen.transform(...coefficients(item.matrix));
    Object.assign(pen, { strokeStyle: item.stroke, lineWidth: item.line });
    return pen.stroke(new Path2D(item.d));
  }
  pen.fillStyle = item.fill;
  if ('text' in item) {
    Object.assign(pen, {
      font: `${item.style} ${item.weight} ${item.size}px ${item.family}`,
      textBaseline: 'middle',
    });
    return pen.fillText(item.text, item.x, item.y + item.height / 2);
  }
  const inset = item.stroke ? item.line / 2 : 0;
  pen.beginPath();
  pen.roundRect(item.x + inset, item.y + inset, item.width - 2 * inset, item.height - 2 * inset, item.radius);
  if (item.fill) pen.fill();
  if (!item.stroke) return undefined;
  Object.assign(pen, { strokeStyle: item.stroke, lineWidth: item.line });
  return pen.stroke();
}

/** @param {Scene} scene */
export function toSvg({ width, height, paper, items }) {
  const shapes = items.map(shapeOf);
  const root = svg(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height },
    svg('rect', { width, height, fill: paper }),
    ...shapes,
  );
  // In a document of its own the images are not loaded, which the page's policy would forbid.
  document.implementation.createHTMLDocument().adoptNode(root);
  items.forEach((item, i) => {
    if (shapes[i]?.localName === 'image' && 'canvas' in item) shapes[i].setAttribute('href', item.canvas.toDataURL());
  });
  return new Blob([new XMLSerializer().serializeToString(root)], { type: 'image/svg+xml' });
}

/** @param {Scene["items"][number]} item */
function shapeOf(item) {
  if ('canvas' in item) {
    const { canvas, ...box } = item;
    const shape = vectorsOf(canvas) ?? svg('image');
    for (const [name, value] of Object.entries(box)) shape.setAttribute(name, String(value));
    shape.setAttribute('preserveAspectRatio', 'none');
    return shape;
  }
  if ('d' in item) {
    const { d, matrix, stroke, line, opacity } = item;
    const transform = `matrix(${coefficients(matrix).join(' ')})`;
    return svg('path', { d, transform, stroke, opacity, 'stroke-width': line, 'fill': 'none' });
  }
  const { x, y, width, height, fill, opacity } = item;
  if ('text' in item) {
    return svg(
      'text',
      {
        x,
        'y': y + height / 2,
        fill,
        opacity,
        'dominant-baseline': 'central',
        'font-family': item.family,
        'font-size': item.size,
        'font-weight': item.weight,
        'font-style': item.style,
      },
      item.text,
    );
  }
  const [stroke, inset] = item.stroke ? [item.stroke, item.line / 2] : ['none', 0];
  return svg('rect', {
    'x': x + inset,
    'y': y + inset,
    'width': Math.max(0, width - 2 * inset),
    'height': Math.max(0, height - 2 * inset),
    'rx': Math.min(item.radius, width / 2),
    'fill': fill || 'none',
    opacity,
    stroke,
    'stroke-width': item.line,
  });
}

/** @param {DOMMatrix} matrix @returns {[number, number, number, number, number, number]} */
const coefficients = ({ a, b, c, d, e, f }) => [a, b, c, d, e, f];

/** Whether the browser lets a page put a picture on the clipboard. */
export const canCopy = () => typeof ClipboardItem === 'function' && Boolean(navigator.clipboard?.write);

/**
 * The picture may still be in the making: some browsers want the call within the click.
 * @param {Promise<Blob>} picture
 */
export function copy(picture) {
  return navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
}
