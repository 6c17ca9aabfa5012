// @ts-check
// The question of a rung, a sentence that follows the training, and the rung's knob.

import { scoreText } from './datasets.js';
import { h, rove, stop } from './dom.js';
import { stepsOf } from './ladder.js';
import { taskOf } from './presets.js';
import { presetOf } from './state.js';
import { because } from './stops.js';

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
  const remark = h('p', { class: 'remark' });
  const chips = h('div', { 'class': 'chips', 'role': 'group', 'aria-label': words.t('knob') });
  rove(chips, () => /** @type {HTMLElement[]} */ ([...chips.children]));
  /** @type {string | null} */
  let rung = null;
  let spoken = '';
  const say = () => {
    const text = remarkOf(app);
    if (text !== spoken) remark.textContent = spoken = text;
  };
  return {
    element: h('section', { class: 'lesson' }, question, chips, remark),
    update() {
      if (rung !== app.view.rung) {
        rung = app.view.rung;
        question.textContent = words.t(`rung.${rung || 'sandbox'}.question`);
        chips.replaceChildren(...stepsOf(rung).map((name) => chip(app, name)));
      }
      light(chips, app);
      say();
    },
    draw: say,
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
 * Marks the step that is on, and the next one once a run has ended.
 * @param {HTMLElement} chips
 * @param {App} app
 */
function light(chips, { view, session }) {
  const buttons = /** @type {HTMLButtonElement[]} */ ([...chips.children]);
  const on = buttons.findIndex((button) => button.value === view.step);
  buttons.forEach((button, i) => {
    button.setAttribute('aria-pressed', String(i === on));
    button.classList.toggle('next', on >= 0 && i === on + 1 && ended(session));
  });
  stop(buttons, buttons[on] ?? buttons[0]);
}

/** @param {App["session"]} session */
function ended(session) {
  return session.ended;
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
  const phase = picture.metrics.step === 0 ? 'start' : ended(session) ? 'end' : 'run';
  if (view.step)
    return words.t(`step.${view.step}.${phase}`, {
      accuracy: words.percent(picture.metrics.accuracy),
      loss: words.fixed(picture.metrics.loss, 3),
    });
  const preset = presetOf(description.experiment, presets);
  const exercise = presetOf(description.experiment, app.exercises);
  if (exercise && phase === 'start') return taskOf(app, exercise);
  if (!preset) return words.t(`own.${phase}`, { accuracy: scoreText(app, picture.metrics.accuracy) });
  return words.t(`thesis.${phase}`, {
    section: preset.section,
    printed: words.percent(preset.printed_accuracy / 100),
    accuracy: words.percent(picture.metrics.accuracy),
    n_iter: preset.experiment.n_iter,
    rate: words.plain(preset.experiment.learning_rate),
  });
}
