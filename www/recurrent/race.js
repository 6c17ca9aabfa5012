// @ts-check
// The construction view: a cell without its newest part and the one with it train update by update on
// the same sequences; between them, how the gradient of each fares through time.

import { h, readout, write } from '../dom.js';
import { termOf } from '../hints.js';
import { STEPS, rivalOf } from '../ladder.js';
import { flatten } from '../state.js';
import { canGraft, equationsOf } from './equation.js';
import { measureText, scoreOf } from './measure.js';
import { strip } from './strip.js';
import { timeChart, wayBack } from './time_chart.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 * @typedef {import("../state.js").Picture} Picture
 * @typedef {import("../state.js").Experiment} Experiment
 * @typedef {import("../engine.js").Description} Description
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function race(app) {
  const { words, session } = app;
  const without = lane(app, 'without');
  const withIt = lane(app, 'with');
  const chart = timeChart(app, words.t('race.ruler'));
  const reading = h('p', { class: 'caption' });
  const equation = h('div', { class: 'race-equation' });
  const claims = h('p', { class: 'caption claims' });
  const buttons = raceButtons(app);
  const element = h(
    'section',
    { 'class': 'race', 'aria-label': words.t('race'), 'hidden': true },
    h('h3', { class: 'unseen' }, words.t('race')),
    equation,
    buttons.element,
    h(
      'div',
      { class: 'lanes' },
      without.element,
      h('figure', { class: 'race-ruler' }, h('figcaption', {}, words.t('race.ruler')), chart.element, reading),
      withIt.element,
    ),
    claims,
  );
  let written = '';
  return {
    element,
    update() {
      const { description } = session;
      element.hidden = !session.rival || !description;
      if (!session.rival || !description) return;
      chart.forget();
      buttons.update();
      const key = [description.experiment, session.rival].map(({ cell, bias }) => cell + bias).join();
      if (key !== written) {
        written = key;
        equation.replaceChildren(...equationsOf(description.experiment, session.rival));
      }
      claims.textContent = [claim(app, 'with', description.experiment), claim(app, 'without', session.rival)].join(' ');
    },
    draw(picture) {
      const { rival } = picture;
      if (!rival || !session.description) return;
      without.draw(rival.picture, rival.description);
      withIt.draw(picture, session.description);
      if (!app.due('rest')) return;
      const ways = { without: shares(rival.picture), with: shares(picture) };
      const curve = (/** @type {keyof typeof ways} */ role, /** @type {string} */ color) => {
        const { along, values } = ways[role];
        return { name: words.t(`race.along.${along}`, { role: words.t(`race.${role}`) }), values, color };
      };
      chart.draw([curve('without', app.theme.muted), curve('with', app.theme.accent)]);
      // Where nothing arrives at the last step, nothing is known of the way back from it.
      const first = (/** @type {keyof typeof ways} */ role) => words.power(ways[role].values.at(-1) ? (ways[role].values[0] ?? NaN) : NaN);
      write(reading, words.t('race.reading', { without: first('without'), with: first('with') }));
    },
    close: () => chart.close(),
  };
}

/**
 * The gradient at each step as a multiple of that at the last one: how much gets through, however small the
 * error is by now.
 * @param {Picture} picture
 */
function shares({ sequence }) {
  const { along, norms } = wayBack(sequence?.flow?.at(-1));
  const last = norms.at(-1) ?? 0;
  return { along, values: norms.map((one) => (last > 0 ? one / last : 0)) };
}

/**
 * One of the two: what it is, how it scores, and one sequence on its way through it.
 * @param {App} app
 * @param {"without" | "with"} role
 */
function lane(app, role) {
  const { words, session } = app;
  const name = h('h4', {});
  const parameters = h('span', { class: 'caption' });
  const score = readout({ class: 'number score' });
  const unit = h('span', { class: 'caption' });
  const flag = h('span', { class: 'flag-solved' });
  const strips = strip(app);
  return {
    element: h(
      'article',
      { 'class': `race-lane ${role}`, 'aria-label': words.t(`race.${role}`) },
      h(
        'div',
        { class: 'lane-head' },
        termOf(words, `race.${role}`),
        name,
        parameters,
        h('div', { class: 'lane-score' }, score, unit, flag),
      ),
      strips.element,
    ),
    /**
     * @param {Picture} picture
     * @param {Description} description
     */
    draw(picture, { experiment, sequences }) {
      if (sequences) strips.draw(picture, sequences);
      if (!app.due('texts')) return;
      const at = picture.sequence?.solvedAt ?? null;
      write(name, cellName(app, experiment));
      write(parameters, words.t('race.parameters', { n: picture.parameters.length }));
      write(score, measureText(app, scoreOf(picture)));
      write(unit, sequences ? words.t(`race.${sequences.measure}`) : '');
      flag.classList.toggle('up', at !== null);
      const unsolved = session.ended ? words.t('race.unsolved', { n: picture.metrics.step }) : '';
      write(flag, at === null ? unsolved : `⚑ ${words.t('race.solved', { step: at })}`);
    },
  };
}

/**
 * Such as "RNN, 8 cells"; with its biases where these are what differs.
 * @param {App} app
 * @param {Experiment} experiment
 */
function cellName({ words, session }, { cell, n_hidden, bias, forget_bias }) {
  const name = words.t('race.cell', { cell: words.t(`name.${cell}`), n: n_hidden });
  if (session.rival?.cell !== session.description?.experiment.cell) return name;
  return `${name}, ${bias ? words.t('preset.forget', { b: words.plain(forget_bias) }) : words.t('preset.no_bias')}`;
}

/** @param {App} app */
function raceButtons(app) {
  const { words, session, view } = app;
  const trying = (/** @type {() => Promise<void>} */ work) => () => void work().catch((error) => app.fail(error));
  const start = h(
    'button',
    {
      type: 'button',
      class: 'from-3',
      name: 'race',
      title: words.t('race.start.hint'),
      click: trying(async () => {
        if (session.description?.experiment.parameters) await app.change({ parameters: null });
        await session.reset();
        session.play();
      }),
    },
    words.t('race.start'),
  );
  const graft = h(
    'button',
    {
      type: 'button',
      class: 'from-2',
      name: 'graft',
      title: words.t('race.graft.hint'),
      click: trying(async () => {
        await session.graft();
        session.play();
      }),
    },
    words.t('race.graft'),
  );
  const seed = h(
    'button',
    {
      type: 'button',
      class: 'from-2',
      name: 'next-seed',
      title: words.t('race.seed.hint'),
      click: () => {
        const next = 1 + Number(flatten(/** @type {Description} */ (session.description).experiment).seed);
        app.change({ seed: next, data_seed: next });
      },
    },
    words.t('race.seed'),
  );
  const equal = h(
    'button',
    {
      type: 'button',
      class: 'toggle plain from-2',
      name: 'equal',
      title: words.t('race.equal.hint'),
      click: trying(async () => {
        view.equal = !view.equal;
        const { experiment } = session.description ?? {};
        if (experiment) await session.compare(rivalOf(view.step, experiment, view.equal));
      }),
    },
    words.t('race.equal'),
  );
  const drawn = h('span', { class: 'caption from-2' });
  return {
    element: h('div', { class: 'row race-buttons' }, start, graft, seed, drawn, equal),
    update() {
      equal.hidden = !(view.step && STEPS[view.step]?.equal);
      equal.setAttribute('aria-pressed', String(Boolean(view.equal)));
      const { experiment } = session.description ?? {};
      // At the second level one of the two: once grafted, the way back.
      const grafted = Boolean(experiment?.parameters);
      start.className = grafted ? 'from-2' : 'from-3';
      graft.className = grafted ? 'from-3' : 'from-2';
      graft.hidden = !experiment || !session.rival || !canGraft(experiment, session.rival);
      drawn.textContent = experiment ? words.t('race.drawn', { seed: String(flatten(experiment).seed) }) : '';
    },
  };
}

/**
 * How many of 20 seeds learn it, where that has been counted.
 * @param {App} app
 * @param {"with" | "without"} role
 * @param {Experiment} experiment
 */
function claim({ words, lanes }, role, experiment) {
  const key = (/** @type {Experiment} */ { seed, data_seed, n_iter, edits, ...rest }) => JSON.stringify(Object.entries(rest).sort());
  const asked = key(flatten(experiment));
  const counted = lanes.find((one) => one.solved && key(one.experiment) === asked);
  if (!counted?.solved) return '';
  const [least, most] = counted.solved;
  const n = counted.experiment.n_iter;
  const [kind, s] = most === 0 ? ['none', 0] : least === most ? ['all', least] : least > 0 ? ['least', least] : ['most', most];
  return words.t(`race.claim.${kind}`, { role: words.t(`race.role.${role}`), s, n });
}
