// @ts-check
// The bar above the slots: running the training, where it stands, how fast, and what is trained.

import { menu, segmented } from './controls.js';
import { scoreText } from './datasets.js';
import { h, icon, readout, rove, stop, write } from './dom.js';
import { explain, termOf } from './hints.js';
import { restoredNotice } from './keys.js';
import { chunk, later } from './later.js';
import { PACES } from './loop.js';
import { exerciseGroups } from './presets.js';
import { measureText, scoreOf, scoredOn } from './recurrent/measure.js';
import { LEVELS, flatten, isRecurrent, layersOf, namedOf, presetOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Preset} Preset
 */

const sharing = chunk(() => import('./menu.js'));

/**
 * @param {App} app
 * @returns {Part}
 */
export function transport(app) {
  const { words, session } = app;
  const buttons = runButtons(app);
  const step = readout();
  const epoch = readout();
  const rate = readout();
  const pace = segmented(
    words.t('pace'),
    PACES.map((value) => ({ value, text: words.t(`pace.${value}`), title: words.t(`pace.${value}.hint`) })),
    (value) => app.show({ pace: /** @type {import("./loop.js").Pace} */ (value) }),
  );
  // Sequences that are drawn know no epochs.
  pace.element.querySelector('[value="epoch"]')?.classList.add('of-points');
  const level = segmented(
    words.t('level'),
    LEVELS.map((value) => ({
      value,
      text: words.t(`level.${value}`),
      title: words.t(`level.${value}.hint`),
    })),
    (value) => app.show({ level: value }),
  );
  /** @param {string} key @param {HTMLElement} group */
  const choice = (key, group) =>
    explain(
      h('div', { class: `choice ${key}` }, h('span', { 'class': 'label', 'aria-hidden': 'true' }, words.t(key)), group),
      words.t(`${key}.hint`),
    );
  const trained = experimentMenu(app);
  const share = later(app, () => app.view.level !== '1', sharing, ({ shareMenu }) => shareMenu(app));
  const restored = restoredNotice(app);
  const status = h(
    'button',
    { type: 'button', class: 'status', title: words.t('status.hint'), click: () => app.say(sentence(app)) },
    words.t('status'),
  );
  return {
    element: h(
      'div',
      { class: 'bar' },
      h(
        'div',
        { 'class': 'transport', 'role': 'group', 'aria-label': words.t('transport') },
        ...buttons.elements,
        h('div', { class: 'reading counter' }, termOf(words, 'iteration'), step),
        h('div', { class: 'reading epochs from-2 of-points' }, termOf(words, 'epoch'), epoch),
        h('div', { class: 'reading rate from-2' }, termOf(words, 'rate'), rate),
        status,
      ),
      h(
        'div',
        { class: 'choices' },
        choice('pace', pace.element),
        trained.element,
        choice('level', level.element),
        share.element,
      ),
      restored.element,
    ),
    update() {
      buttons.update();
      pace.set(app.view.pace === 'epoch' && session.description?.sequences ? 'step' : app.view.pace);
      level.set(app.view.level);
      trained.update();
      share.update?.();
      restored.update?.();
    },
    close: () => share.close?.(),
    draw(picture) {
      // The three are of one moment.
      if (!app.due('texts')) return;
      write(step, words.count(picture.metrics.step));
      write(epoch, words.count(Math.floor(session.epoch)));
      write(rate, words.count(Math.round(session.playing ? session.rate : 0)));
      buttons.update();
    },
  };
}

/** @param {App} app */
function runButtons({ words, session }) {
  const play = h('button', {
    type: 'button',
    class: 'play',
    click: () => (session.playing ? session.pause() : session.play()),
  });
  const reset = h(
    'button',
    {
      'type': 'button',
      'class': 'round',
      'title': words.t('reset.hint'),
      'aria-label': words.t('reset'),
      'click': () => session.reset(),
    },
    icon('reset'),
  );
  const steps = stepButtons(session, words);
  let shown = '';
  return {
    elements: [reset, play, steps],
    update() {
      const action = session.playing ? 'pause' : session.ended ? 'more' : 'play';
      if (action === shown) return;
      shown = action;
      play.replaceChildren(icon(action === 'pause' ? 'pause' : 'play'), h('span', {}, words.t(action)));
      play.title = words.t(`${action}.hint`);
    },
  };
}

/**
 * One step of each size: an update, an epoch, a single sample. One tab stop.
 * @param {App["session"]} session
 * @param {App["words"]} words
 */
function stepButtons(session, words) {
  const grains = /** @type {const} */ ([
    { grain: 'update', text: 'step', name: 'step' },
    { grain: 'epoch', text: 'step.epoch', name: 'epoch' },
    { grain: 'sample', text: 'step.sample', name: 'sample' },
  ]);
  const buttons = grains.map(({ grain, text, name }) =>
    h(
      'button',
      {
        'type': 'button',
        'class': grain === 'update' ? 'round' : 'round from-2 of-points',
        'value': grain,
        'title': words.t(`${text}.hint`),
        'aria-label': words.t(text),
        'click': () => session.advance(grain),
      },
      icon(name),
    ),
  );
  const group = h('div', { class: 'steps' }, ...buttons);
  rove(group, () => buttons.filter((button) => button.checkVisibility()));
  stop(buttons, buttons[0]);
  return group;
}

/** @param {App} app */
function experimentMenu(app) {
  const { words, presets } = app;
  const offered = namedOf(app);
  const own = h('option', { value: '' }, words.t('preset.own'));
  const sections = [...new Set(presets.map(({ section }) => section))];
  const groups = sections.map((section) =>
    h(
      'optgroup',
      { label: words.t('preset.section', { section }) },
      ...presets
        .filter((preset) => preset.section === section)
        .map((preset) => h('option', { value: preset.name }, presetTitle(app, preset))),
    ),
  );
  const { element, select } = menu(
    words.t('preset'),
    [own, ...groups, laneGroup(app), ...exerciseGroups(app)],
    (name) => {
      const preset = offered.find((one) => one.name === name);
      if (preset) app.load(preset.experiment);
    },
    words.t('hint.preset'),
    'trained',
  );
  return {
    element,
    update() {
      const experiment = app.session.description?.experiment;
      select.value = (experiment && presetOf(experiment, offered)?.name) ?? '';
      own.hidden = select.value !== '';
    },
  };
}

/** @param {App} app */
function laneGroup({ words, lanes }) {
  return h(
    'optgroup',
    { label: words.t('preset.staircase') },
    ...lanes.map(({ name, experiment }) => h('option', { value: name }, laneTitle(words, experiment))),
  );
}

/**
 * Such as "Temporal order, T = 50 · LSTM".
 * @param {App["words"]} words
 * @param {import("./state.js").Experiment} experiment
 */
function laneTitle(words, { task, n_steps, cell, n_hidden, bias, forget_bias }) {
  const cells = words.t('preset.cells', { n: n_hidden });
  const biases = bias ? (forget_bias === 1 ? [] : [words.t('preset.forget', { b: words.plain(forget_bias) })]) : [words.t('preset.no_bias')];
  return [words.t('preset.task', { task: words.t(`name.${task}`), n_steps }), words.t(`name.${cell}`), cells, ...biases].join(' · ');
}

/**
 * Such as "4.7 · fig. 6–8 · 1 neuron · blobs".
 * @param {App} app
 * @param {Preset} preset
 */
function presetTitle({ words, presets }, { section, figures, experiment }) {
  const { hidden, dataset, learning_rate } = experiment;
  const network = hidden.length > 1 ? `(${hidden.join(', ')})` : words.t('neurons', { n: hidden[0] ?? 1 });
  const twins =
    presets.filter((other) => other.section === section && other.figures[0] === figures[0]).length > 1;
  const parts = [
    section,
    words.t('preset.figures', { first: figures[0], last: figures[1] }),
    network,
    words.t(`name.${dataset}`),
  ];
  return (twins ? [...parts, `α = ${words.plain(learning_rate)}`] : parts).join(' · ');
}

/**
 * Where the run stands, in one sentence.
 * @param {App} app
 */
export function sentence(app) {
  const { words, session } = app;
  const { description, picture } = session;
  if (!description || !picture) return words.t('loading');
  const { experiment, data } = description;
  const state = words.t(session.playing ? 'status.running' : 'status.resting');
  if (isRecurrent(experiment)) return sentenceOfSequences(app, state);
  return words.t('status.sentence', {
    state,
    step: picture.metrics.step,
    loss: words.fixed(picture.metrics.loss, 4),
    score: data.n_classes ? words.t('status.accuracy', { accuracy: words.percent(picture.metrics.accuracy) }) : scoreText(app, picture.metrics.accuracy),
    m: data.m - data.test.length,
    network: layersOf(experiment).join('-'),
    dataset: words.t(`name.${experiment.dataset}`),
    rate: words.plain(flatten(experiment).learning_rate),
  });
}

/**
 * The same of sequences; of a race, how both stand.
 * @param {App} app
 * @param {string} state
 */
function sentenceOfSequences(app, state) {
  const { words, session } = app;
  const { description, picture } = session;
  if (!description || !picture) return '';
  const { task, cell, n_hidden } = description.experiment;
  const text = picture.rival ? 'status.race' : 'status.sequences';
  return words.t(text, {
    state,
    step: picture.metrics.step,
    loss: words.fixed(picture.metrics.loss, 4),
    score: measureText(app, scoreOf(picture)),
    scored: scoredOn(app),
    rival: measureText(app, scoreOf(picture.rival?.picture)),
    task: words.t(`name.${task}`),
    cell: words.t(`name.${cell}`),
    n: n_hidden,
    n_steps: description.sequences?.n_steps ?? '',
  });
}
