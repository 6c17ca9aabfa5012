// @ts-check
// The result: the picture of what the network answers, over it the points, below it the curves.

import { toggle } from './controls.js';
import { curves } from './curves.js';
import { fitCanvas, h, place, readout, write } from './dom.js';
import { isCurve } from './datasets.js';
import { termOf } from './hints.js';
import { chunk, later, tuning } from './later.js';
import { offsets } from './layout.js';
import { paint, paintPoints, reading, windowOf } from './plane.js';
import { layersOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Picture} Picture
 * @typedef {import("./pkg/neurone.js").Frame} Frame
 */

/** CSS pixels around the plot area; the sums across and down are equal, so that it is square. */
const MARGIN = /** @type {[number, number, number, number]} */ ([22, 20, 36, 38]);

const counting = chunk(() => import('./confusion.js'));
const past = chunk(() => import('./slider.js'));
const paper = chunk(() => import('./worked.js'));

/**
 * @param {App} app
 * @returns {Part}
 */
export function outputSlot(app) {
  const { words, session } = app;
  const layers = Object.fromEntries(
    ['ground', 'axes', 'contour', 'points', 'rings'].map((name) => [
      name,
      h('canvas', { 'class': name, 'aria-hidden': 'true' }),
    ]),
  );
  const { ground, axes, contour, points, rings } =
    /** @type {Record<"ground" | "axes" | "contour" | "points" | "rings", HTMLCanvasElement>} */ (layers);
  const marker = h('span', { class: 'marker', hidden: true });
  // Screen readers keep the arrow keys of a picture to themselves; those of an application they hand over.
  const stack = h(
    'div',
    { 'class': 'stack', 'tabindex': 0, 'role': 'application', 'aria-roledescription': words.t('picture') },
    ...[ground, axes, contour, points, rings, marker],
  );
  place(
    stack,
    Object.fromEntries(['top', 'right', 'bottom', 'left'].map((edge, i) => [`--${edge}`, `${MARGIN[i]}px`])),
  );
  const caption = h('p', { class: 'caption' });
  const discrete = discreteButton(app);
  const loss = readout();
  const accuracy = readout();
  const quality = termOf(words, 'accuracy', '');
  const below = curves(app);
  const again = () => void (session.picture && show(session.picture));
  const third = () => app.view.level === '3';
  const counts = later(app, third, counting, ({ confusion }) => confusion(app, again));
  const time = later(app, third, past, ({ timelineSlider }) => timelineSlider(app));
  const read = probe(app, stack, marker, caption);
  const area = () => {
    const [top, right, bottom, left] = MARGIN;
    return { width: stack.clientWidth - left - right, height: stack.clientHeight - top - bottom };
  };
  const worked = later(app, third, paper, ({ workedPoint }) => workedPoint(app, stack, read.locate, area));
  stack.append(worked.element);

  /** Measured when it may have changed: to ask while drawing is to lay out the page anew. */
  let [width, height, font] = [0, 0, 0];
  /** @returns {Frame} */
  const frame = () => {
    return {
      ...windowOf(app),
      margin: MARGIN,
      scale: globalThis.devicePixelRatio || 1,
      font_size: font,
      decimal_comma: words.decimalComma,
    };
  };
  const resized = () => {
    [width, height, font] = [stack.clientWidth, stack.clientHeight, fontSize(stack)];
    fit();
  };
  let shown = '';
  const fit = () => {
    if (!width || !session.description) return;
    const now = JSON.stringify([width, height, frame()]);
    if (now === shown) return;
    shown = now;
    for (const canvas of [axes, contour, points, rings]) fitCanvas(canvas, width, height);
    app.pens.draw_axes(axes, frame(), app.theme);
    if (session.picture) show(session.picture);
  };
  /** @param {Picture} picture */
  const draw = (picture) => {
    if (!session.description || !width) return;
    // The window of a curve is as high as what it shows; another screen has other pixels.
    if (isCurve(session.description.data) || points.width !== Math.round(width * devicePixelRatio)) fit();
    show(picture);
  };
  /** @param {Picture} picture */
  const show = (picture) => {
    paint(app, { ground, contour, points, rings }, frame(), picture);
    below.draw?.(picture);
    if (app.due('rest')) {
      counts.draw?.(picture);
      time.draw?.(picture);
    }
    if (!app.due('texts')) return;
    write(loss, words.fixed(picture.metrics.loss, 6));
    const { accuracy: share } = picture.metrics;
    write(accuracy, session.description?.data.n_classes ? words.percent(share) : words.fixed(share, 3));
    read.refresh();
  };
  const repaint = () => session.picture && paintPoints(app, { points, rings }, frame(), session.picture);
  const drawing = tuning(app, ({ board }) => board(app, stack, read, area, repaint));
  stack.append(drawing.element);
  const observer = new ResizeObserver(resized);
  observer.observe(stack);
  return {
    element: h(
      'section',
      { 'class': 'slot output', 'aria-label': words.t('slot.output') },
      h(
        'div',
        { class: 'result' },
        stack,
        h('div', { class: 'beneath' }, caption, discrete.element),
        h(
          'div',
          { class: 'numbers' },
          h('div', { class: 'reading' }, termOf(words, 'loss'), loss),
          h('div', { class: 'reading' }, quality, accuracy),
        ),
      ),
      below.element,
      time.element,
      counts.element,
    ),
    update() {
      const { description } = session;
      if (!description) return;
      const { m, test, n_classes } = description.data;
      const key = n_classes ? 'accuracy' : 'r_squared';
      quality.textContent = words.t(key, { m: m - test.length });
      quality.title = words.t(`${key}.hint`);
      stack.setAttribute(
        'aria-label',
        words.t('picture.label', {
          m: m - test.length,
          network: layersOf(description.experiment).join('-'),
        }),
      );
      discrete.update();
      below.update?.();
      counts.update?.();
      time.update?.();
      drawing.update?.();
      worked.update?.();
      read.refresh();
      resized();
    },
    draw,
    look: read.refresh,
    close() {
      observer.disconnect();
      for (const one of [below, counts, time, worked, drawing]) one.close?.();
    },
  };
}

/**
 * Turns between a smooth picture and one of classes alone; a curve has neither.
 * @param {App} app
 */
function discreteButton({ words, view, session, show }) {
  const element = toggle(words.t('discrete'), words.t('discrete.hint'), () => show({ discrete: !view.discrete }));
  element.classList.add('discrete', 'from-3');
  return {
    element,
    update() {
      element.setAttribute('aria-pressed', String(Boolean(view.discrete)));
      element.hidden = session.description ? isCurve(session.description.data) : true;
    },
  };
}

/** Labels follow the text size of the page. @param {Element} element */
export function fontSize(element) {
  return 0.75 * (parseFloat(getComputedStyle(element).fontSize) || 16);
}

/**
 * Reading the picture at a point: hover or tap, a second tap pins; arrow keys, Enter and Escape.
 * @param {App} app
 * @param {HTMLElement} stack
 * @param {HTMLElement} marker
 * @param {HTMLElement} caption
 */
function probe(app, stack, marker, caption) {
  /** @type {{ x: number, y: number } | null} shares of the plot area, from its top left */
  let at = null;
  let pinned = false;
  let asked = 0;
  const refresh = async () => {
    const { description } = app.session;
    marker.hidden = at === null;
    stack.classList.toggle('pinned', pinned);
    if (!at || !description) return write(caption, resting(app));
    place(marker, { '--x': String(at.x), '--y': String(at.y) });
    const [x0, x1, y0, y1] = description.extent;
    const point = [x0 + at.x * (x1 - x0), y1 - at.y * (y1 - y0)];
    const question = (asked += 1);
    if (isCurve(description.data)) point[1] = 0;
    const answers = await app.session.ask('predict', Float64Array.from(point)).catch(() => null);
    if (question !== asked || !at || !answers) return;
    write(caption, reading(app, point, answers));
  };
  /** @param {PointerEvent | MouseEvent} event */
  const locate = (event) => {
    const box = stack.getBoundingClientRect();
    const [top, right, bottom, left] = MARGIN;
    const x = (event.clientX - box.left - left) / (box.width - left - right);
    const y = (event.clientY - box.top - top) / (box.height - top - bottom);
    return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null;
  };
  stack.addEventListener('pointermove', (event) => {
    if (pinned || event.pointerType !== 'mouse') return;
    at = locate(event);
    refresh();
  });
  stack.addEventListener('pointerleave', (event) => {
    if (pinned || event.pointerType !== 'mouse') return;
    at = null;
    refresh();
  });
  stack.addEventListener('click', (event) => {
    const here = locate(event);
    const near = here && at && Math.hypot(here.x - at.x, here.y - at.y) < 0.04;
    pinned = Boolean(near && !pinned);
    at = near && !pinned && !matchMedia('(hover: hover)').matches ? null : here;
    refresh();
  });
  stack.addEventListener('keydown', async (event) => {
    const pace = event.shiftKey ? 0.1 : 0.02;
    const move = { ArrowLeft: [-pace, 0], ArrowRight: [pace, 0], ArrowUp: [0, -pace], ArrowDown: [0, pace] }[
      event.key
    ];
    if (move) {
      const { x, y } = at ?? { x: 0.5, y: 0.5 };
      at = {
        x: Math.min(1, Math.max(0, x + (move[0] ?? 0))),
        y: Math.min(1, Math.max(0, y + (move[1] ?? 0))),
      };
    } else if (event.key === 'Enter' && at) pinned = !pinned;
    else if (event.key === 'Escape' && at) {
      at = null;
      pinned = false;
    } else return;
    event.preventDefault();
    await refresh();
    app.say(caption.textContent ?? '');
  });
  return { refresh, locate, where: () => at };
}

/**
 * What the picture shows while no point is read.
 * @param {App} app
 */
function resting({ words, view, session }) {
  const { description, picture } = session;
  if (!description || !picture || view.neuron === null) return words.t('probe.invite');
  const { hidden, features } = description.experiment;
  let index = view.neuron;
  const layer = hidden.findIndex((size) => index < size || ((index -= size), false));
  const { biases = NaN } = offsets(layersOf(description.experiment)).at(layer) ?? {};
  const bias = words.fixed(picture.parameters[biases + index] ?? NaN, 4);
  if (layer < 0) return words.t('shown.output', { bias });
  const straight = layer === 0 && features.every((name) => name === 'x1' || name === 'x2');
  return words.t(straight ? (hidden.length === 1 ? 'shown.first' : 'shown.line') : 'shown.deeper', {
    layer: layer + 1,
    neuron: index + 1,
    n: hidden[layer] ?? 0,
    bias,
  });
}
