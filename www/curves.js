// @ts-check
// Loss and accuracy over the iterations, with the values under the pointer.

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
 * @param {App} app
 * @returns {Part}
 */
export function curves(app) {
  const { words, session } = app;
  const plots = [
    plot(
      app,
      words.t('loss'),
      (history) => history.loss,
      (history) => [0, nice(history.loss)],
    ),
    plot(
      app,
      words.t('accuracy.short'),
      (history) => history.accuracy.map((share) => 100 * share),
      () => [0, 100],
    ),
  ];
  const readout = h('p', { class: 'caption' });
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
    readout.textContent =
      i === null
        ? words.t('curves.invite')
        : words.t('curves.read', {
            step: history.step[i] ?? 0,
            loss: words.fixed(history.loss[i] ?? NaN, 4),
            accuracy: words.percent(history.accuracy[i] ?? NaN),
          });
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
    element,
    update() {
      element.setAttribute('aria-label', words.t('curves.label'));
      for (const one of plots) one.forget();
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
 * One curve over its axes, which are drawn again only when their range changes.
 * @param {App} app
 * @param {string} name
 * @param {(history: History) => Float64Array} values
 * @param {(history: History) => [number, number]} range
 */
function plot(app, name, values, range) {
  const axes = h('canvas', { class: 'axes' });
  const line = h('canvas', { class: 'line' });
  const rule = h('span', { class: 'rule', hidden: true });
  const element = h('div', { 'class': 'area', 'data-name': name }, axes, line, rule);
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
    end = Math.max(1, Math.ceil(metrics.step / length)) * length;
    if (!line.width || !element.clientWidth) return;
    /** @type {import("./pkg/neurone.js").Frame} */
    const frame = {
      x: [0, end],
      y: range(history),
      margin: MARGIN,
      scale: globalThis.devicePixelRatio || 1,
      font_size: 0.7 * parseFloat(getComputedStyle(element).fontSize),
      decimal_comma: app.words.decimalComma,
      x_label: app.words.t('axis.iteration'),
      y_label: '',
    };
    const key = JSON.stringify(frame);
    if (key !== drawn) app.pens.draw_axes(axes, frame, app.theme);
    drawn = key;
    app.pens.draw_curves(line, frame, app.theme, [
      { x: history.step, y: values(history), color: app.theme.ink, dashed: false },
    ]);
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
    forget: () => void (drawn = ''),
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

/** The end of a loss axis: the first round number above all values. @param {Float64Array} loss */
function nice(loss) {
  const most = loss.reduce((a, b) => Math.max(a, b), 0);
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
