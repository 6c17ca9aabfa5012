// @ts-check
// Loss and quality over the iterations, with the values under the pointer.

import { toggle } from './controls.js';
import { h, slide, write } from './dom.js';
import { decades, nearest, nice, plot } from './plot.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Picture} Picture
 * @typedef {import("./plot.js").Line} Line
 * @typedef {import("./plot.js").Panel} Panel
 * @typedef {import("./pkg/neurone.js").History} History
 */

/**
 * @typedef {object} Subject what the curves are of
 * @property {Panel[]} panels
 * @property {() => string} label
 * @property {(picture: Picture, i: number) => string} reading of recorded step number `i`
 * @property {(picture: Picture) => import("./state.js").Kept} keep
 */

/**
 * From the start to the end of the run.
 * @param {App} app
 * @param {Picture} picture
 * @returns {[number, number]}
 */
export function iterations({ session, view }, { metrics }) {
  const { length } = session;
  return [0, Math.max(Math.max(1, Math.ceil(metrics.step / length)) * length, view.kept?.history.step.at(-1) ?? 0)];
}

/**
 * @param {App} app
 * @param {Subject} [subject]
 * @returns {Part}
 */
export function curves(app, subject = ofPoints(app)) {
  const { words, session, view } = app;
  const plots = subject.panels.map((panel) => plot(app, panel));
  const readout = h('p', { class: 'caption' });
  const log = toggle(words.t('curves.log'), words.t('curves.log.hint'), () => {
    view.log = !view.log;
    redraw();
  });
  const keep = toggle(words.t('curves.keep'), words.t('curves.keep.hint'), () => {
    view.kept = view.kept || !session.picture ? null : subject.keep(session.picture);
    redraw();
  });
  const element = h(
    'div',
    { class: 'curves', tabindex: 0, role: 'slider' },
    h('div', { class: 'plots' }, ...plots.map((one) => one.element)),
    readout,
  );
  /** @type {number | null} the recorded step read, as an index; the last one follows the run */
  let read = null;
  let pinned = false;
  const show = () => {
    const { picture } = session;
    if (!picture) return;
    const { step } = picture.history;
    const i = read === null ? null : Math.min(read, step.length - 1);
    for (const one of plots) one.mark(i === null ? null : (step[i] ?? 0));
    const text = i === null ? words.t('curves.invite') : subject.reading(picture, i);
    write(readout, text);
    slide(element, step.at(-1) ?? 0, i === null ? 0 : (step[i] ?? 0), text);
  };
  const redraw = () => {
    log.setAttribute('aria-pressed', String(Boolean(view.log)));
    keep.setAttribute('aria-pressed', String(Boolean(view.kept)));
    for (const one of plots) one.update();
    if (session.picture) for (const one of plots) one.draw(session.picture);
    show();
  };
  /** @param {PointerEvent | MouseEvent} event */
  const locate = (event) => {
    const history = session.picture?.history;
    const one = plots.find(({ element: box }) => event.composedPath().includes(box));
    const step = one?.valueAt(event.clientX);
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
    if (event.key === 'Escape') {
      read = null;
      pinned = false;
      return show();
    }
    const last = (session.picture?.history.step.length ?? 1) - 1;
    const pace = event.shiftKey ? 10 : 1;
    const next = { ArrowLeft: (read ?? last) - pace, ArrowRight: (read ?? last) + pace, Home: 0, End: last }[
      event.key
    ];
    if (next === undefined) return;
    event.preventDefault();
    read = Math.min(last, Math.max(0, next));
    show();
  });
  return {
    element: h('div', { class: 'history' }, element, h('div', { class: 'toggles from-3' }, log, keep)),
    update() {
      element.setAttribute('aria-label', subject.label());
      redraw();
    },
    draw(picture) {
      plots.forEach((one, i) => app.due(i ? 'second curve' : 'first curve') && one.draw(picture));
      if (app.due('texts')) show();
    },
    close() {
      for (const one of plots) one.close();
    },
  };
}

/**
 * Loss and accuracy, or R², on points.
 * @param {App} app
 * @returns {Subject}
 */
function ofPoints(app) {
  const { words, session, view } = app;
  const values = () => session.description?.data.n_classes === 0;
  const share = (/** @type {Float64Array} */ list) => (values() ? list : list.map((one) => 100 * one));
  /** The run that is kept, as far as its accuracy means the same. @param {"loss" | "accuracy"} what */
  const kept = (what) =>
    view.kept && !view.kept.scores && (what === 'loss' || view.kept.values === values()) ? view.kept.history : null;
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
  const x = (/** @type {Picture} */ picture) => iterations(app, picture);
  const xLabel = () => words.t('axis.iteration');
  const quality = (/** @type {number} */ value) =>
    values()
      ? words.t('curves.read.r2', { r2: words.fixed(value, 3) })
      : words.t('curves.read.accuracy', { accuracy: words.percent(value) });
  return {
    panels: [
      {
        name: () => words.t('loss'),
        lines: ({ history }) => lines(history, 'loss'),
        range: (all) => (view.log ? decades(all) : [0, nice(all)]),
        log: () => Boolean(view.log),
        x,
        xLabel,
      },
      {
        name: () => words.t(values() ? 'r2.short' : 'accuracy.short'),
        lines: ({ history }) => lines(history, 'accuracy'),
        range: (all) => (values() ? [all.some((one) => (one.values.at(-1) ?? 0) < 0) ? -1 : 0, 1] : [0, 100]),
        log: () => false,
        x,
        xLabel,
      },
    ],
    label: () => words.t(values() ? 'curves.label.values' : 'curves.label'),
    keep: ({ history }) => ({ history, values: values() }),
    reading({ history }, i) {
      const entry = (/** @type {string} */ key, /** @type {number | undefined} */ loss, /** @type {number | undefined} */ value) =>
        words.t(key, {
          step: history.step[i] ?? 0,
          loss: lossText(app, loss),
          quality: value === undefined ? '' : quality(value),
        });
      const texts = [entry('curves.read', history.loss[i], history.accuracy[i])];
      if (history.test_loss.length) texts.push(entry('curves.read.test', history.test_loss[i], history.test_accuracy[i]));
      const before = kept('loss');
      const at = before ? nearest(before.step, history.step[i] ?? 0) : 0;
      if (before) texts.push(entry('curves.read.kept', before.loss[at], kept('accuracy')?.accuracy[at]));
      return `${texts.join(words.t('curves.read.next'))}.`;
    },
  };
}

/**
 * A loss as it is read off its axis.
 * @param {App} app
 * @param {number | undefined} loss
 */
export function lossText({ words, view }, loss = NaN) {
  return view.log ? words.power(loss) : words.fixed(loss, 4);
}
