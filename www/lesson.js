// @ts-check
// The question of a rung, a sentence that follows the training, and the rung's knob.

import { newId } from './controls.js';
import { scoreText } from './datasets.js';
import { h, readout, rove, stop, write } from './dom.js';
import { explain } from './hints.js';
import { STEPS, stepsOf, turned } from './ladder.js';
import { taskOf } from './presets.js';
import { baselineName, measureName, measureText, scoreOf, scoredOn } from './recurrent/measure.js';
import { flatten, presetOf } from './state.js';
import { because } from './stops.js';
import { Turns } from './turns.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Picture} Picture
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function lesson(app) {
  const { words } = app;
  const question = h('h2', { class: 'question' });
  const opening = h('p', { class: 'opening' });
  const remark = h('p', { class: 'remark' });
  const slider = knob(app);
  const chips = h('div', { 'class': 'chips', 'role': 'group', 'aria-label': words.t('knob') });
  rove(chips, () => /** @type {HTMLElement[]} */ ([...chips.children]));
  /** @type {string | null} */
  let rung = null;
  const say = () => {
    write(opening, openingOf(app));
    write(remark, remarkOf(app));
  };
  return {
    element: h('section', { class: 'lesson' }, question, chips, slider.element, opening, remark),
    update() {
      if (rung !== app.view.rung) {
        rung = app.view.rung;
        question.textContent = words.t(`rung.${rung || 'sandbox'}.question`);
        chips.replaceChildren(...stepsOf(rung).map((name) => chip(app, name)));
      }
      light(chips, app);
      slider.update();
      say();
    },
    draw: () => void (app.due('texts') && say()),
  };
}

/**
 * @param {App} app
 * @param {string} name
 */
function chip({ words, take }, name) {
  return h(
    'button',
    {
      type: 'button',
      class: 'chip',
      value: name,
      title: words.t(`step.${name}.hint`),
      click: () => take(name),
    },
    words.t(`step.${name}`),
  );
}

/**
 * The slider of a step; it stays hidden where the step has none.
 * @param {App} app
 */
function knob(app) {
  const { words, session, view } = app;
  const id = newId();
  const input = h('input', { id, type: 'range', name: 'knob' });
  const label = h('label', { for: id });
  const value = readout({ for: id });
  const element = h('div', { class: 'slider knob', hidden: true }, label, input, value);
  const now = () => (view.step === null ? undefined : STEPS[view.step]?.knob);
  // The run begins anew while the slider moves.
  const turns = new Turns(async () => {
    const field = now()?.field;
    if (field) await app.change(turned(field, Number(input.value)));
  });
  input.addEventListener('input', () => {
    value.value = words.plain(Number(input.value));
    turns.ask();
  });
  return {
    element,
    update() {
      const { field, from, to, by } = now() ?? {};
      element.hidden = !field;
      if (!field || !session.description || turns.busy) return;
      Object.assign(input, { min: from, max: to, step: by });
      input.value = String(flatten(session.description.experiment)[field]);
      label.textContent = words.t(`knob.${field}`);
      explain(element, words.t(field === 'n_steps' ? 'knob.n_steps.hint' : `hint.${field}`));
      value.value = words.plain(Number(input.value));
    },
  };
}

/**
 * Marks the step that is on, and the next one once a run has ended.
 * @param {HTMLElement} chips
 * @param {App} app
 */
function light(chips, { view, session }) {
  const buttons = /** @type {HTMLButtonElement[]} */ ([...chips.children]);
  const on = buttons.findIndex((button) => button.value === view.step);
  const chosen = buttons[on];
  // On a phone they stand in one row that scrolls.
  if (chosen && chosen.getAttribute('aria-pressed') !== 'true')
    chips.scrollLeft = chosen.offsetLeft - (chips.clientWidth - chosen.offsetWidth) / 2;
  buttons.forEach((button, i) => {
    button.setAttribute('aria-pressed', String(i === on));
    button.classList.toggle('next', on >= 0 && i === on + 1 && session.ended);
  });
  stop(buttons, chosen ?? buttons[0]);
}

/**
 * What a step is about. It plays as soon as it is taken, so that this stays beside the remarks.
 * @param {App} app
 */
function openingOf({ words, view, session: { description } }) {
  if (!view.step || !description) return '';
  return words.t(`step.${view.step}.start`, { n_steps: description.sequences?.n_steps ?? '' });
}

/**
 * What can be said of the run as it stands.
 * @param {App} app
 */
function remarkOf(app) {
  const { words, view, session, presets } = app;
  const { description, picture } = session;
  if (!description || !picture) return '';
  if (session.verdict) return because(app, session.verdict);
  const phase = picture.metrics.step === 0 ? 'start' : session.ended ? 'end' : 'run';
  if (view.step && phase === 'start') return '';
  if (view.step)
    return words.t(`step.${view.step}.${phase}`, {
      accuracy: words.percent(picture.metrics.accuracy),
      loss: words.fixed(picture.metrics.loss, 3),
      score: measureText(app, scoreOf(picture)),
      rival: measureText(app, scoreOf(picture.rival?.picture)),
      n_steps: description.sequences?.n_steps ?? '',
      b: words.plain(flatten(description.experiment).forget_bias),
    });
  const preset = presetOf(description.experiment, presets);
  const exercise = presetOf(description.experiment, app.exercises);
  if (exercise && phase === 'start') return taskOf(app, exercise);
  if (description.sequences)
    return words.t(`sequences.${Number.isNaN(scoreOf(picture)) ? 'start' : phase}`, {
      score: measureText(app, scoreOf(picture)),
      scored: scoredOn(app),
      measure: measureName(app),
      who: baselineName(app, 'measure'),
      baseline: measureText(app, description.sequences.baseline),
    });
  if (!preset) return words.t(`own.${phase}`, { accuracy: scoreText(app, picture.metrics.accuracy) });
  return words.t(`thesis.${phase}`, {
    section: preset.section,
    printed: words.percent(preset.printed_accuracy / 100),
    accuracy: words.percent(picture.metrics.accuracy),
    n_iter: preset.experiment.n_iter,
    rate: words.plain(preset.experiment.learning_rate),
  });
}
