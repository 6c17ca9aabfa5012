// @ts-check
// Loss and accuracy over the iterations, with the values under the pointer.

import { toggle } from './controls.js';
import { fitCanvas, h, place } from './dom.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Picture} Picture
 * @typedef {import("./pkg/neurone.js").History} History
 */

/** @type {[number, number, number, number]} */
const MARGIN = [8, 18, 34, 34];

/**
 * @typedef {object} Line
 * @property {string} name shown at its end; none where it is the only one
 * @property {Float64Array} step
 * @property {Float64Array} values
 * @property {string} color
 * @property {boolean} dashed
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function curves(app) {
  const { words, session, view } = app;
  const values = () => session.description?.data.n_classes === 0;
  const share = (/** @type {Float64Array} */ list) => (values() ? list : list.map((one) => 100 * one));
  /** The run that is kept, as far as its accuracy means the same. @param {"loss" | "accuracy"} what */
  const kept = (what) => (view.kept && (what === 'loss' || view.kept.values === values()) ? view.kept.history : null);
  /**
   * @param {History} history
   * @param {"loss" | "accuracy"} what
   * @returns {Line[]}
   */
  const lines = (history, what) => {
    const scale = what === 'loss' ? (/** @type {Float64Array} */ list) => list : share;
    const { ink, muted, accent } = app.theme;
    const before = kept(what);
    const line = (/** @type {string} */ name, /** @type {History} */ of, /** @type {"" | "test_"} */ part, color = ink) => ({
      name: words.t(`curves.${name}`),
      step: of.step,
      values: scale(of[`${part}${what}`]),
      color,
      dashed: color === muted,
    });
    const all = [line('train', history, '')];
    if (history.test_loss.length) all.unshift(line('test', history, 'test_', accent));
    if (before) all.unshift(line('kept', before, before.test_loss.length ? 'test_' : '', muted));
    if (before && before.test_loss.length) all.unshift({ ...line('kept', before, '', muted), name: '' });
    return all.length > 1 ? all : all.map((one) => ({ ...one, name: '' }));
  };
  const plots = [
    plot(app, () => words.t('loss'), (history) => lines(history, 'loss'), (all) => (view.log ? decades(all) : [0, nice(all)]), true),
    plot(
      app,
      () => words.t(values() ? 'r2.short' : 'accuracy.short'),
      (history) => lines(history, 'accuracy'),
      (all) => (values() ? [all.some((one) => (one.values.at(-1) ?? 0) < 0) ? -1 : 0, 1] : [0, 100]),
      false,
    ),
  ];
  const readout = h('p', { class: 'caption' });
  const log = toggle(words.t('curves.log'), words.t('curves.log.hint'), () => {
    view.log = !view.log;
    redraw();
  });
  const keep = toggle(words.t('curves.keep'), words.t('curves.keep.hint'), () => {
    view.kept = view.kept || !session.picture ? null : { history: session.picture.history, values: values() };
    redraw();
  });
  const element = h(
    'div',
    { class: 'curves', tabindex: 0, role: 'img' },
    h('div', { class: 'plots' }, ...plots.map((one) => one.element)),
    readout,
  );
  /** @type {number | null} the recorded step read, as an index; the last one follows the run */
  let read = null;
  let pinned = false;
  const show = () => {
    const history = session.picture?.history;
    if (!history) return;
    const i = read === null ? null : Math.min(read, history.step.length - 1);
    for (const one of plots) one.mark(i === null ? null : (history.step[i] ?? 0));
    readout.textContent = i === null ? words.t('curves.invite') : reading(history, i);
  };
  /**
   * @param {History} history
   * @param {number} i
   */
  const reading = (history, i) => {
    const quality = (/** @type {number} */ value) =>
      values()
        ? words.t('curves.read.r2', { r2: words.fixed(value, 3) })
        : words.t('curves.read.accuracy', { accuracy: words.percent(value) });
    const entry = (/** @type {string} */ key, /** @type {number | undefined} */ loss, /** @type {number | undefined} */ value) =>
      words.t(key, {
        step: history.step[i] ?? 0,
        loss: view.log ? words.power(loss ?? NaN) : words.fixed(loss ?? NaN, 4),
        quality: value === undefined ? '' : quality(value),
      });
    const texts = [entry('curves.read', history.loss[i], history.accuracy[i])];
    if (history.test_loss.length) texts.push(entry('curves.read.test', history.test_loss[i], history.test_accuracy[i]));
    const before = kept('loss');
    const at = before ? nearest(before.step, history.step[i] ?? 0) : 0;
    if (before) texts.push(entry('curves.read.kept', before.loss[at], kept('accuracy')?.accuracy[at]));
    return `${texts.join('; ')}.`;
  };
  const redraw = () => {
    log.setAttribute('aria-pressed', String(Boolean(view.log)));
    keep.setAttribute('aria-pressed', String(Boolean(view.kept)));
    for (const one of plots) one.forget();
    if (session.picture) for (const one of plots) one.draw(session.picture);
    show();
  };
  /** @param {PointerEvent | MouseEvent} event */
  const locate = (event) => {
    const history = session.picture?.history;
    const one = plots.find(({ element: box }) => event.composedPath().includes(box));
    const step = one?.stepAt(event.clientX);
    read = history && step !== undefined ? nearest(history.step, step) : null;
    show();
  };
  element.addEventListener('pointermove', (event) => {
    if (!pinned && event.pointerType === 'mouse') locate(event);
  });
  element.addEventListener('pointerleave', (event) => {
    if (pinned || event.pointerType !== 'mouse') return;
    read = null;
    show();
  });
  element.addEventListener('click', (event) => {
    pinned = !pinned && read !== null;
    if (!pinned) locate(event);
  });
  element.addEventListener('keydown', (event) => {
    const last = (session.picture?.history.step.length ?? 1) - 1;
    const pace = event.shiftKey ? 10 : 1;
    const next = { ArrowLeft: (read ?? last) - pace, ArrowRight: (read ?? last) + pace, Home: 0, End: last }[
      event.key
    ];
    if (next === undefined) return;
    event.preventDefault();
    read = Math.min(last, Math.max(0, next));
    show();
    app.say(readout.textContent ?? '');
  });
  return {
    element: h('div', { class: 'history' }, element, h('div', { class: 'toggles from-3' }, log, keep)),
    update() {
      element.setAttribute('aria-label', words.t(values() ? 'curves.label.values' : 'curves.label'));
      redraw();
    },
    draw(picture) {
      for (const one of plots) one.draw(picture);
      show();
    },
    close() {
      for (const one of plots) one.close();
    },
  };
}

/**
 * One chart over its axes, which are drawn again only when their range changes.
 * @param {App} app
 * @param {() => string} name
 * @param {(history: History) => Line[]} lines
 * @param {(lines: Line[]) => [number, number]} range
 * @param {boolean} logarithmic whether its axis can be
 */
function plot(app, name, lines, range, logarithmic) {
  const axes = h('canvas', { class: 'axes' });
  const line = h('canvas', { class: 'line' });
  const rule = h('span', { class: 'rule', hidden: true });
  const labels = h('div', { 'class': 'labels', 'aria-hidden': 'true' });
  const element = h('div', { class: 'area' }, axes, line, rule, labels);
  place(
    element,
    Object.fromEntries(['top', 'right', 'bottom', 'left'].map((edge, i) => [`--${edge}`, `${MARGIN[i]}px`])),
  );
  let drawn = '';
  let end = 1;
  /** @param {Picture} picture */
  const draw = (picture) => {
    const { history, metrics } = picture;
    const { length } = app.session;
    end = Math.max(Math.max(1, Math.ceil(metrics.step / length)) * length, app.view.kept?.history.step.at(-1) ?? 0);
    if (!line.width || !element.clientWidth) return;
    const all = lines(history);
    /** @type {import("./pkg/neurone.js").Frame} */
    const frame = {
      x: [0, end],
      y: range(all),
      margin: MARGIN,
      scale: globalThis.devicePixelRatio || 1,
      font_size: 0.7 * parseFloat(getComputedStyle(element).fontSize),
      decimal_comma: app.words.decimalComma,
      x_label: app.words.t('axis.iteration'),
      y_label: '',
      log_y: logarithmic && Boolean(app.view.log),
    };
    const key = JSON.stringify(frame);
    if (key !== drawn) app.pens.draw_axes(axes, frame, app.theme);
    drawn = key;
    app.pens.draw_curves(
      line,
      frame,
      app.theme,
      all.map(({ step, values, color, dashed }) => ({ x: step, y: values, color, dashed })),
    );
    label(all, frame);
  };
  /**
   * Puts its name at the end of each curve, apart from the others.
   * @param {Line[]} all
   * @param {import("./pkg/neurone.js").Frame} frame
   */
  const label = (all, { y: [low, high], log_y: log }) => {
    const scale = log ? Math.log10 : Number;
    const inner = element.clientHeight - MARGIN[0] - MARGIN[2];
    const named = all
      .filter((one) => one.name && one.values.length)
      .map((one) => {
        const share = (scale(high) - scale(one.values.at(-1) ?? low)) / (scale(high) - scale(low));
        return { ...one, at: Math.min(1, Math.max(0, share)) * inner, x: (one.step.at(-1) ?? 0) / end };
      })
      .sort((a, b) => a.at - b.at);
    const apart = 1.1 * 0.7 * parseFloat(getComputedStyle(element).fontSize);
    named.forEach((one, i) => (one.at = Math.max(one.at, (named[i - 1]?.at ?? -Infinity) + apart)));
    const over = (named.at(-1)?.at ?? 0) - inner;
    if (over > 0) for (const one of named) one.at -= over;
    labels.replaceChildren(
      ...named.map((one) => {
        const label = h('span', { class: one.x > 0.6 ? 'before' : null }, one.name);
        place(label, { '--x': String(one.x), '--at': `${MARGIN[0] + one.at}px`, '--colour': one.color });
        return label;
      }),
    );
  };
  const observer = new ResizeObserver(() => {
    for (const canvas of [axes, line]) fitCanvas(canvas, element.clientWidth, element.clientHeight);
    drawn = '';
    if (app.session.picture) draw(app.session.picture);
  });
  observer.observe(element);
  return {
    element,
    draw,
    forget() {
      drawn = '';
      element.dataset['name'] = name();
    },
    close: () => observer.disconnect(),
    /** @param {number | null} step */
    mark(step) {
      rule.hidden = step === null;
      if (step !== null) place(rule, { '--x': String(step / end) });
    },
    /** @param {number} clientX */
    stepAt(clientX) {
      const box = element.getBoundingClientRect();
      return (end * (clientX - box.left - MARGIN[3])) / (box.width - MARGIN[1] - MARGIN[3]);
    },
  };
}

/** The whole decades that hold all values above 0. @param {Line[]} lines @returns {[number, number]} */
function decades(lines) {
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of lines) {
    for (const value of values) {
      if (value > 0 && value < low) low = value;
      if (value > high && value < Infinity) high = value;
    }
  }
  if (!(low <= high)) return [0.1, 1];
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  return [Number(`1e${Math.min(from, to - 1)}`), Number(`1e${to}`)];
}

/** The end of a loss axis: the first round number above all values. @param {Line[]} lines */
function nice(lines) {
  const most = lines.reduce((a, { values }) => values.reduce((b, value) => Math.max(b, value), a), 0);
  const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 1, 1.5, 2, 3, 4, 5, 8, 10];
  return steps.find((step) => step >= most) ?? Math.ceil(most / 10) * 10;
}

/**
 * Index of the value nearest to `wanted` in a rising list.
 * @param {Float64Array} values
 * @param {number} wanted
 */
function nearest(values, wanted) {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) {
    if (Math.abs((values[i] ?? 0) - wanted) < Math.abs((values[best] ?? 0) - wanted)) best = i;
  }
  return best;
}
