// @ts-check
// A view as a picture: what stands in its part of the page, drawn again on one canvas or written as SVG,
// where pixels remain only what was made of pixels.

import { svg } from './dom.js';
import { vectorsOf } from './pens.js';

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 * @typedef {Box & { canvas: HTMLCanvasElement }} Raster
 * @typedef {Box & { fill: string, stroke: string, line: number, radius: number }} Frame
 * @typedef {{ d: string, matrix: DOMMatrix, stroke: string, line: number, dash: string, fill: string }} Line
 * @typedef {Box & { text: string, fill: string, size: number, family: string, weight: string, style: string }} Label
 * @typedef {(Raster | Frame | Line | Label) & { opacity: number }} Item
 * @typedef {{ width: number, height: number, paper: string, items: Item[] }} Scene
 */

/** The parts of the element that can be saved; what is worked out in formulas is copied as LaTeX instead. */
export const VIEWS = {
  output: '.stack, .strips',
  curves: '.plots',
  network: '.diagram, .cell-picture',
  drawer: '.panel:not([hidden]) > :not(.by-hand, .equations)',
};
/** Pixels for each CSS pixel. */
const SCALE = 2;
/** Room for the names of plots, which the page prints elsewhere; room around everything. */
const HEAD = 24;
const MARGIN = 12;
/** What only shows where the pointer is, or is there to be worked and not to be seen. */
const PASSING =
  '.plot-name, .marker, span.rule, .cursor, .unseen, .hit, select, input, label, summary, .toggle, .fields, .panel button:not(td button, .term)';

/**
 * @param {Element} element
 * @param {string} paper
 * @returns {Scene}
 */
export function sceneOf(element, paper) {
  const head = element.querySelector('[data-name]') ? HEAD : 0;
  const { x, y, width: across, height: down } = element.getBoundingClientRect();
  const box = new DOMRect(x - MARGIN, y - MARGIN - head, across + 2 * MARGIN, down + 2 * MARGIN + head);
  const { left, top, width, height } = box;
  /** @type {Scene["items"]} */
  const items = [];
  /** @param {DOMRect} box @returns {Box} */
  const within = (box) => ({ x: box.left - left, y: box.top - top, width: box.width, height: box.height });
  /**
   * @param {Element} one
   * @param {number} above opacity of what it stands in
   * @param {DOMRect} sight what the element around it lets be seen
   */
  const visit = (one, above, sight) => {
    if (one.matches(PASSING) || !one.checkVisibility({ visibilityProperty: true })) return;
    const look = getComputedStyle(one);
    const opacity = above * Number(look.opacity);
    const box = one.getBoundingClientRect();
    if (opacity === 0 || (box.width && !meet(box, sight))) return;
    const add = (/** @type {Raster | Frame | Line | Label} */ item) => void items.push({ ...item, opacity });
    const outline = outlineOf(one, look);
    if (outline) return add(lineOf(/** @type {SVGGraphicsElement} */ (one), outline, look, left, top));
    const place = within(box);
    frameOf(place, look).forEach(add);
    if (one instanceof HTMLCanvasElement) return one.width ? add({ ...place, canvas: one }) : undefined;
    const name = one.getAttribute('data-name');
    if (name) add({ ...place, ...fontOf(one, look), text: name, y: place.y - HEAD, height: HEAD });
    const inner = /auto|hidden|scroll/.test(look.overflowX) && !(one instanceof SVGElement) ? box : sight;
    for (const node of one.childNodes) {
      if (node instanceof Element) visit(node, opacity, inner);
      else labelsOf(node).filter((line) => meet(line.box, inner)).forEach(({ box, text }) => add({ ...within(box), ...fontOf(one, look), text }));
    }
    return undefined;
  };
  visit(element, 1, box);
  return { width, height, paper, items };
}

/** @param {DOMRect} a @param {DOMRect} b */
const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * What a shape of a drawing is, as the data of a path; '' for anything else.
 * @param {Element} shape
 * @param {CSSStyleDeclaration} look
 */
function outlineOf(shape, look) {
  if (shape instanceof SVGPathElement) return shape.getAttribute('d') ?? '';
  if (!(shape instanceof SVGCircleElement || shape instanceof SVGRectElement)) return '';
  const { x, y, width, height } = shape.getBBox();
  const r = shape instanceof SVGCircleElement ? width / 2 : Math.min(parseFloat(look.rx) || 0, width / 2, height / 2);
  const [across, down, arc] = [width - 2 * r, height - 2 * r, (/** @type {number[]} */ ...to) => `a${r} ${r} 0 0 1 ${to}`];
  return `M${x + r} ${y}h${across}${arc(r, r)}v${down}${arc(-r, r)}h${-across}${arc(-r, -r)}v${-down}${arc(r, -r)}z`;
}

/**
 * @param {SVGGraphicsElement} shape
 * @param {string} d
 * @param {CSSStyleDeclaration} look
 * @param {number} left
 * @param {number} top
 * @returns {Line}
 */
function lineOf(shape, d, look, left, top) {
  const { a, b, c, d: down, e, f } = shape.getScreenCTM() ?? new DOMMatrix();
  const matrix = new DOMMatrix([a, b, c, down, e - left, f - top]);
  const colour = (/** @type {string} */ text, /** @type {string} */ share) =>
    clear(text) || share === '0' ? 'none' : text.replace(/^rgb\((.*)\)$/, `rgba($1, ${share})`);
  return {
    d,
    matrix,
    stroke: colour(look.stroke, look.strokeOpacity),
    line: parseFloat(look.strokeWidth) || 0,
    dash: look.strokeDasharray === 'none' ? '' : look.strokeDasharray.replaceAll('px', ''),
    fill: colour(look.fill, look.fillOpacity),
  };
}

/** @param {string} colour */
const clear = (colour) => /^(none|transparent|rgba\(.*, 0\))$/.test(colour);

/**
 * @param {Box} box
 * @param {CSSStyleDeclaration} look
 * @returns {Frame[]}
 */
function frameOf(box, look) {
  if (!parseFloat(look.borderLeftWidth)) return rulesOf(box, look);
  const line = parseFloat(look.borderTopWidth) || 0;
  const stroke = line && !clear(look.borderTopColor) ? look.borderTopColor : '';
  const fill = clear(look.backgroundColor) ? '' : look.backgroundColor;
  return stroke || fill
    ? [{ ...box, fill, stroke, line, radius: parseFloat(look.borderTopLeftRadius) || 0 }]
    : [];
}

/**
 * What has no border all around: its ground, and the rules above and below it.
 * @param {Box} box
 * @param {CSSStyleDeclaration} look
 * @returns {Frame[]}
 */
function rulesOf(box, look) {
  const rule = (/** @type {string} */ width, /** @type {string} */ fill, below = false) => {
    const height = parseFloat(width) || 0;
    return { ...box, y: below ? box.y + box.height - height : box.y, height, fill, stroke: '', line: 0, radius: 0 };
  };
  const ground = { ...box, fill: look.backgroundColor, stroke: '', line: 0, radius: parseFloat(look.borderTopLeftRadius) || 0 };
  return [ground, rule(look.borderTopWidth, look.borderTopColor), rule(look.borderBottomWidth, look.borderBottomColor, true)].filter(
    ({ fill, height }) => height > 0 && !clear(fill),
  );
}

/**
 * The lines of a text, as the browser has broken them.
 * @param {Node} node
 */
function labelsOf(node) {
  const range = document.createRange();
  /** @type {{ box: DOMRect, text: string }[]} */
  const lines = [];
  for (const { 0: word, index } of (node.textContent ?? '').matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const box = range.getBoundingClientRect();
    const line = lines.at(-1);
    if (line && Math.abs(line.box.y - box.y) < box.height / 2) {
      line.text += ` ${word}`;
      line.box.width = box.right - line.box.x;
    } else lines.push({ box, text: word });
  }
  return lines;
}

/** @param {Element} one @param {CSSStyleDeclaration} look */
function fontOf(one, { color, fill, fontSize, fontFamily: family, fontWeight: weight, fontStyle: style }) {
  return { fill: one instanceof SVGElement ? fill : color, size: parseFloat(fontSize), family, weight, style };
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
    const path = new Path2D(item.d);
    Object.assign(pen, { fillStyle: item.fill, strokeStyle: item.stroke, lineWidth: item.line });
    pen.setLineDash(item.dash ? item.dash.split(/[ ,]+/).map(Number) : []);
    if (item.fill !== 'none') pen.fill(path);
    if (item.stroke !== 'none' && item.line) pen.stroke(path);
    return undefined;
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
    const { d, matrix, stroke, line, dash, fill, opacity } = item;
    const transform = `matrix(${coefficients(matrix).join(' ')})`;
    return svg('path', { d, transform, stroke, fill, opacity, 'stroke-width': line, 'stroke-dasharray': dash });
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
