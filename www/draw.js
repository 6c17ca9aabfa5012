// @ts-check
// The reader's own points: a click adds, a drag moves, a brush scatters, a tool deletes; Enter and
// Delete do the same at the place that the arrow keys have reached. Every change is a new experiment.

import { className, classesOf, fitting, isCurve } from './datasets.js';
import { h, place, rove, stop } from './dom.js';
import { segmented } from './controls.js';
import { mark, windowOf } from './plane.js';
import { flatten } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Patch} Patch
 * @typedef {import("./engine.js").Description} Description
 */

/** @typedef {{ x: [number, number], y: number }} Sample a place in the plane and a class or value */
/** @typedef {"add" | "brush" | "move" | "delete"} Tool */
/**
 * @typedef {object} Pencil what a touch of the picture does to the points
 * @property {Tool} tool
 * @property {number} y class, or value, of a new point
 * @property {Sample[] | null} points shown instead of those of the experiment, while they differ
 */

/** @type {Tool[]} */
const TOOLS = ['add', 'brush', 'move', 'delete'];
const MOST_CLASSES = 6;
/** Values that new points can have where the picture is a plane. */
const VALUES = [-1, -0.5, 0, 0.5, 1];
/** Reach of a touch, CSS pixels: of the mouse, and of a finger or the keyboard. */
const REACH = { fine: 9, coarse: 20 };
/** The brush, CSS pixels: its radius and the way between two dabs; points in a dab. */
const BRUSH = { radius: 18, way: 14, points: 3 };

/**
 * The points of a run as they are drawn: on a curve, the value is the height.
 * @param {Description} description
 * @returns {Sample[]}
 */
export function samplesOf({ data: { x, y, m } }) {
  return Array.from(y, (value, i) => ({ x: [x[i] ?? 0, x[m + i] ?? 0], y: value }));
}

/**
 * The points as an experiment takes them.
 * @param {Sample[]} samples
 * @param {boolean} values
 * @param {string[]} classes names of the classes
 * @returns {import("./pkg/neurone.js").Points}
 */
export function pointsOf(samples, values, classes = []) {
  const points = { x: samples.map(({ x }) => x), y: samples.map(({ y }) => y) };
  if (values) return { ...points, values };
  return classes.length ? { ...points, classes } : points;
}

/**
 * The index of the nearest point within reach; -1 where there is none.
 * @param {[number, number][]} places CSS pixels
 * @param {[number, number]} at
 * @param {number} reach
 */
export function nearest(places, at, reach) {
  let best = -1;
  let least = reach;
  places.forEach(([x, y], i) => {
    const distance = Math.hypot(x - at[0], y - at[1]);
    if (distance <= least) [best, least] = [i, distance];
  });
  return best;
}

/** What came before each change, the last one last. @type {WeakMap<App, Patch[]>} */
const pasts = new WeakMap();

/** @param {App} app */
function pastOf(app) {
  const past = pasts.get(app) ?? [];
  pasts.set(app, past);
  return past;
}

/**
 * The points become those of the experiment. None at all are only shown: there is nothing to learn from.
 * @param {App} app
 * @param {Sample[]} samples
 */
async function commit(app, samples) {
  const { description } = app.session;
  const { pencil } = app.view;
  if (!description || !pencil) return;
  app.view.pencil = { ...pencil, points: samples };
  const experiment = flatten(description.experiment);
  if (!samples.length) return app.show({ pencil: app.view.pencil });
  const drawn = pointsOf(samples, classesOf(experiment) === 0, description.data.classes);
  const own = { dataset: /** @type {const} */ ('points'), points: drawn };
  const patch = fitting(experiment, own);
  const names = /** @type {(keyof Patch)[]} */ (Object.keys(patch));
  if (await app.change(patch)) pastOf(app).push(Object.fromEntries(names.map((name) => [name, experiment[name]])));
  const now = app.view.pencil;
  if (now?.points === samples) app.show({ pencil: { ...now, points: null } });
}

/** @param {App} app */
async function undo(app) {
  const { pencil } = app.view;
  if (!pencil) return;
  if (pencil.points?.length === 0) return app.show({ pencil: { ...pencil, points: null } });
  const before = pastOf(app).pop();
  if (!before) return;
  await app.change(before);
  app.say(app.words.t('draw.undone'));
}

/** The points that are being edited. @param {App} app */
function current({ view, session }) {
  return view.pencil?.points ?? (session.description ? samplesOf(session.description) : []);
}

/**
 * The tools, in the data slot.
 * @param {App} app
 * @returns {Part & { toggle: HTMLButtonElement }} `toggle` turns drawing on and off
 */
export function ownPoints(app) {
  const { words, session } = app;
  const toggle = h(
    'button',
    { 'type': 'button', 'class': 'fold draw', 'title': words.t('draw.hint'), 'aria-pressed': 'false', 'click': () => turn(!app.view.pencil) },
    words.t('draw'),
  );
  const turn = async (/** @type {boolean} */ on) => {
    const n = session.description?.data.n_classes ?? 2;
    if (on) pasts.set(app, []);
    base = session.description?.experiment.dataset ?? '';
    app.show({ pencil: on ? { tool: 'add', y: n ? 0 : 1, points: null } : null, neuron: null, pinned: false });
    await session.hold(on);
  };
  const tools = segmented(
    words.t('draw.tools'),
    TOOLS.map((value) => ({ value, text: words.t(`draw.${value}`), title: words.t(`draw.${value}.hint`) })),
    (value) => pick({ tool: /** @type {Tool} */ (value) }),
  );
  const pens = h('div', { 'class': 'segmented pens', 'role': 'radiogroup', 'aria-label': words.t('draw.pens'), 'title': words.t('draw.pens.hint') });
  rove(pens, () => /** @type {HTMLElement[]} */ ([...pens.children]), (button) => button.click());
  const back = h('button', { type: 'button', title: words.t('draw.undo.hint'), click: () => undo(app) }, words.t('draw.undo'));
  const clear = h('button', { type: 'button', title: words.t('draw.clear.hint'), click: () => commit(app, []) }, words.t('draw.clear'));
  const note = h('p', { class: 'caption' });
  const element = h('div', { class: 'own bench', hidden: true }, tools.element, pens, h('div', { class: 'row' }, back, clear), note);
  let base = '';
  let shown = '';
  const pick = (/** @type {Partial<Pencil>} */ patch) =>
    app.view.pencil && app.show({ pencil: { ...app.view.pencil, ...patch } });
  const buildPens = (/** @type {number} */ n, /** @type {boolean} */ curve) => {
    const choices = n ? Array.from({ length: Math.min(MOST_CLASSES, n + 1) }, (_, i) => i) : VALUES;
    const now = JSON.stringify([choices, curve, session.description?.data.classes]);
    pens.hidden = curve;
    if (now === shown) return;
    shown = now;
    pens.replaceChildren(
      ...choices.map((y) => {
        const name = n ? className(app, y) : words.plain(y);
        return h(
          'button',
          { 'type': 'button', 'role': 'radio', 'value': y, 'title': name, 'aria-label': name, 'click': () => pick({ y }) },
          n ? mark(app, y) : name,
        );
      }),
    );
  };
  return {
    element,
    toggle,
    update() {
      const { description } = session;
      const { pencil } = app.view;
      if (!description) return;
      const { dataset } = description.experiment;
      // The part may have been built anew while Draw was on.
      if (pencil && !base) base = dataset;
      if (pencil && ((dataset !== base && dataset !== 'points') || app.view.level === '1')) return void turn(false);
      if (!pencil && session.window) session.hold(false);
      toggle.setAttribute('aria-pressed', String(Boolean(pencil)));
      element.closest('.playground')?.classList.toggle('drawing', Boolean(pencil));
      element.hidden = !pencil;
      if (!pencil) return;
      const curve = isCurve(description.data);
      buildPens(description.data.n_classes, curve);
      tools.set(pencil.tool);
      const buttons = /** @type {HTMLButtonElement[]} */ ([...pens.children]);
      for (const button of buttons) button.setAttribute('aria-checked', String(Number(button.value) === pencil.y));
      stop(buttons, buttons.find((button) => Number(button.value) === pencil.y) ?? buttons[0]);
      const n = current(app).length;
      back.disabled = pastOf(app).length === 0 && n > 0;
      clear.disabled = n === 0;
      note.textContent = words.t(n ? (curve && pencil.tool === 'add' ? 'draw.curve.note' : `draw.${pencil.tool}.note`) : 'draw.invite');
    },
  };
}

/**
 * The picture as a drawing board. While Draw is off it does nothing at all.
 * @param {App} app
 * @param {HTMLElement} stack
 * @param {{ locate: (event: MouseEvent) => { x: number, y: number } | null, where: () => { x: number, y: number } | null }} probe
 *   places as shares of the plot area, from its top left
 * @param {() => { width: number, height: number }} size of the plot area, CSS pixels
 * @param {() => void} repaint
 * @returns {Part}
 */
export function editor(app, stack, probe, size, repaint) {
  const held = h('span', { class: 'held', hidden: true });
  /** The point that a tap has picked up, by its index. */
  let picked = -1;
  /** @type {{ i: number, moved: boolean, last: [number, number], samples: Sample[], reach: number } | null} */
  let drag = null;

  const curve = () => Boolean(app.session.description && isCurve(app.session.description.data));
  /** @param {{ x: number, y: number }} share @returns {[number, number]} CSS pixels */
  const pixels = ({ x, y }) => [x * size().width, y * size().height];
  /** @param {[number, number]} at CSS pixels @returns {[number, number]} */
  const values = ([left, top]) => {
    const { x, y } = windowOf(app);
    const share = [left / size().width, top / size().height];
    const digits = 3 - Math.ceil(Math.log10(Math.max(x[1] - x[0], y[1] - y[0])));
    const round = (/** @type {number} */ value) => Number(value.toFixed(Math.min(9, Math.max(0, digits))));
    return [round(x[0] + (share[0] ?? 0) * (x[1] - x[0])), round(y[1] - (share[1] ?? 0) * (y[1] - y[0]))];
  };
  /** @param {Sample} sample @returns {[number, number]} CSS pixels */
  const placeOf = ({ x: [x1, x2], y }) => {
    const window = windowOf(app);
    const up = curve() ? y : x2;
    return pixels({
      x: (x1 - window.x[0]) / (window.x[1] - window.x[0]),
      y: (window.y[1] - up) / (window.y[1] - window.y[0]),
    });
  };
  /** @param {[number, number]} at @param {number} y @returns {Sample} */
  const sampleAt = (at, y) => {
    const [x1, up] = values(at);
    return curve() ? { x: [x1, 0], y: up } : { x: [x1, up], y };
  };
  /** @param {[number, number]} at @param {number} reach */
  const find = (at, reach) => nearest(current(app).map(placeOf), at, reach);
  /** @param {[number, number]} at */
  const dab = (at) =>
    Array.from({ length: BRUSH.points }, () => {
      const [angle, far] = [2 * Math.PI * Math.random(), BRUSH.radius * Math.sqrt(Math.random())];
      const { width, height } = size();
      const x = Math.min(width, Math.max(0, at[0] + far * Math.cos(angle)));
      return sampleAt([x, Math.min(height, Math.max(0, at[1] + far * Math.sin(angle)))], app.view.pencil?.y ?? 0);
    });
  /** @param {number} i */
  const pick = (i) => {
    picked = i;
    const sample = current(app)[i];
    held.hidden = !sample;
    if (!sample) return;
    const [left, top] = placeOf(sample);
    place(held, { '--x': String(left / size().width), '--y': String(top / size().height) });
  };
  /** @param {Sample[]} samples */
  const preview = (samples) => {
    if (app.view.pencil) app.view.pencil = { ...app.view.pencil, points: samples };
    repaint();
  };
  /** @param {Sample[]} samples @param {string} said */
  const settle = (samples, said) => {
    pick(-1);
    app.say(app.words.t(said, { n: samples.length }));
    return commit(app, samples);
  };
  /** @param {number} i */
  const remove = (i) => i >= 0 && settle(current(app).toSpliced(i, 1), 'draw.removed');

  /**
   * What a tap, or Enter, does.
   * @param {[number, number]} at
   * @param {number} reach
   */
  const act = (at, reach) => {
    const { tool, y } = app.view.pencil ?? { tool: 'add', y: 0 };
    const samples = current(app);
    if (tool === 'delete') return remove(find(at, reach));
    if (tool === 'brush') return settle([...samples, ...dab(at)], 'draw.added');
    if (tool === 'add') return settle([...samples, sampleAt(at, y)], 'draw.added');
    const own = samples[picked];
    if (own) return settle(samples.with(picked, sampleAt(at, own.y)), 'draw.moved');
    const i = find(at, reach);
    pick(i);
    if (i >= 0) app.say(app.words.t('draw.picked'));
  };

  stack.addEventListener('pointerdown', (event) => {
    const share = app.view.pencil && event.button === 0 ? probe.locate(event) : null;
    if (!share) return;
    event.preventDefault();
    stack.focus({ preventScroll: true });
    stack.setPointerCapture(event.pointerId);
    const at = pixels(share);
    const reach = event.pointerType === 'mouse' ? REACH.fine : REACH.coarse;
    const tool = app.view.pencil?.tool;
    const i = tool === 'add' || tool === 'move' ? find(at, tool === 'add' ? REACH.fine : reach) : -1;
    drag = { i, moved: false, last: at, samples: current(app), reach };
  });
  stack.addEventListener('pointermove', (event) => {
    if (!drag) return;
    const share = probe.locate(event);
    if (!share) return;
    const at = pixels(share);
    if (Math.hypot(at[0] - drag.last[0], at[1] - drag.last[1]) < (drag.moved && drag.i >= 0 ? 1 : BRUSH.way / 3)) return;
    const own = drag.samples[drag.i];
    if (own) {
      drag = { ...drag, moved: true, last: at, samples: drag.samples.with(drag.i, sampleAt(at, own.y)) };
      return preview(drag.samples);
    }
    const far = Math.hypot(at[0] - drag.last[0], at[1] - drag.last[1]) >= BRUSH.way;
    if (app.view.pencil?.tool !== 'brush' || !far) return;
    const first = drag.moved ? [] : dab(drag.last);
    drag = { ...drag, moved: true, last: at, samples: [...drag.samples, ...first, ...dab(at)] };
    preview(drag.samples);
  });
  stack.addEventListener('pointerup', (event) => {
    const done = drag;
    drag = null;
    if (!done || !app.view.pencil) return;
    if (done.moved) return void settle(done.samples, done.i >= 0 ? 'draw.moved' : 'draw.added');
    const share = probe.locate(event);
    if (!share) return;
    const { tool } = app.view.pencil;
    // A tap on a point that could be dragged adds none on top of it.
    if (tool === 'add' && done.i >= 0) return;
    act(pixels(share), done.reach);
  });
  stack.addEventListener('pointercancel', () => {
    if (drag?.moved && app.view.pencil) app.show({ pencil: { ...app.view.pencil, points: null } });
    drag = null;
  });
  stack.addEventListener('click', (event) => app.view.pencil && event.stopImmediatePropagation(), { capture: true });
  stack.addEventListener(
    'keydown',
    (event) => {
      if (!app.view.pencil) return;
      const at = pixels(probe.where() ?? { x: 0.5, y: 0.5 });
      const undone = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (undone) undo(app);
      else if (event.key === 'Enter' || event.key === ' ') act(at, REACH.coarse);
      else if (event.key === 'Delete' || event.key === 'Backspace') remove(find(at, REACH.coarse));
      else if (event.key === 'Escape' && picked >= 0) pick(-1);
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
  return {
    element: held,
    /** The tool or the experiment is another one. */
    update() {
      if (!app.view.pencil || app.view.pencil.tool !== 'move') pick(-1);
    },
  };
}
