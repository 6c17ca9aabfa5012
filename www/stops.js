// @ts-check
// When a run stops by itself: after so many iterations or epochs, at a goal, or where nothing moves any
// more. Goals belong to the experiment; they are looked at after every epoch, so that a run ends at the
// same iteration at any pace.

import { newId, numberField } from './controls.js';
import { h } from './dom.js';
import { explain } from './hints.js';
import { parseNumber } from './words.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./pkg/neurone.js").Metrics} Metrics
 */

/** @typedef {"stop_loss" | "stop_accuracy" | "stop_patience"} Goal a field of the experiment; 0 for none */
/** @typedef {{ goal: Goal, value: number, step: number }} Verdict why a run was stopped */

/** @type {Goal[]} */
export const GOALS = ['stop_loss', 'stop_accuracy', 'stop_patience'];
/** A loss that falls by less than this share has not moved. */
const PROGRESS = 1e-3;

/** Looks at a run after every epoch. */
export class Watch {
  #goals;
  #best;
  #waited = 0;

  /**
   * @param {Pick<Experiment, Goal>} goals
   * @param {Metrics} start a goal that is reached already counts no more
   */
  constructor(goals, start) {
    this.#goals = GOALS.filter((goal) => goals[goal] > 0 && !reached(goal, goals[goal], start)).map(
      (goal) => ({ goal, value: goals[goal] }),
    );
    this.#best = start.loss;
  }

  /** Whether there is anything to look out for. */
  get idle() {
    return this.#goals.length === 0;
  }

  /**
   * @param {Metrics} metrics
   * @returns {Verdict | null}
   */
  check(metrics) {
    if (metrics.loss < this.#best * (1 - PROGRESS)) [this.#best, this.#waited] = [metrics.loss, 0];
    else this.#waited += 1;
    const found = this.#goals.find(({ goal, value }) => reached(goal, value, metrics, this.#waited));
    return found ? { ...found, step: metrics.step } : null;
  }
}

/**
 * @param {Goal} goal
 * @param {number} value
 * @param {Metrics} metrics
 * @param {number} [waited] epochs without progress
 */
function reached(goal, value, { loss, accuracy }, waited = 0) {
  if (goal === 'stop_loss') return loss <= value;
  return goal === 'stop_accuracy' ? 100 * accuracy >= value : waited >= value;
}

/**
 * Updates in an epoch; not whole where what is left of one waits for the next.
 * @param {Pick<Experiment, "batch_size" | "carry_last_batch">} experiment
 * @param {number} m points to train on
 */
export function updatesPerEpoch({ batch_size: size, carry_last_batch: carried }, m) {
  if (size === 0 || size >= m) return 1;
  return carried ? m / size : Math.ceil(m / size);
}

/**
 * Epochs done after `step` updates, whatever the size of the batches on the way.
 * @param {Experiment} experiment as it began, with its edits
 * @param {number} m points to train on
 * @param {number} step
 */
export function epochsDone(experiment, m, step) {
  const held = { batch_size: experiment.batch_size, carry_last_batch: experiment.carry_last_batch };
  let [done, from] = [0, 0];
  for (const edit of experiment.edits) {
    if (!(edit.field in held) || edit.step >= step) continue;
    done += (edit.step - from) / updatesPerEpoch(held, m);
    from = edit.step;
    Object.assign(held, { [edit.field]: edit.value });
  }
  // A sum of shares may miss a whole number by its rounding.
  return Math.round(1e9 * (done + (step - from) / updatesPerEpoch(held, m))) / 1e9;
}

/** Points to train on. @param {import("./pkg/neurone.js").Data} data */
export const trained = ({ m, test }) => m - test.length;

/**
 * The fields of all rules.
 * @param {App} app
 * @param {{ epochs?: boolean, rules?: Goal[] }} [shown] whether there are epochs, and which goals
 */
export function stopRules(app, { epochs: counted = true, rules = GOALS } = {}) {
  const { words, session } = app;
  const length = numberField(app, 'n_iter');
  const epochs = epochsField(app);
  const goals = rules.map((goal) => ({ goal, field: numberField(app, goal, { none: words.t('stops.none') }) }));
  return {
    element: h(
      'fieldset',
      { class: 'stops' },
      h('legend', { class: 'label' }, words.t('stops')),
      h('div', { class: 'fields' }, length.element, counted && epochs.element, ...goals.map(({ field }) => field.element)),
      counted && h('p', { class: 'caption' }, words.t('stops.note')),
    ),
    update() {
      const { current, data } = session.description ?? {};
      if (!current || !data) return;
      length.set(current.n_iter);
      for (const { goal, field } of goals) field.set(current[goal]);
      epochs.set(current.n_iter / updatesPerEpoch(current, trained(data)));
    },
  };
}

/** The length of a run in epochs. @param {App} app */
function epochsField(app) {
  const { words, session } = app;
  const id = newId();
  const input = h('input', { id, type: 'text', inputmode: 'decimal', autocomplete: 'off', name: 'n_epochs' });
  let shown = '';
  input.addEventListener('change', async () => {
    const { current, data } = session.description ?? {};
    if (!current || !data || input.value === shown) return;
    const value = parseNumber(input.value);
    const steps = value === null ? null : Math.round(value * updatesPerEpoch(current, trained(data)));
    const accepted = steps !== null && steps > 0 && (await app.change({ n_iter: steps }));
    input.setAttribute('aria-invalid', String(!accepted));
    if (steps === null || steps <= 0) app.fail(refused('n_epochs', input.value, value, [1, 1e7]));
  });
  return {
    element: explain(
      h('div', { class: 'field n_epochs' }, h('label', { for: id }, words.field('n_epochs')), input),
      words.t('hint.n_epochs'),
    ),
    /** @param {number} value */
    set(value) {
      shown = input.value = words.plain(Math.round(100 * value) / 100);
      input.removeAttribute('aria-invalid');
    },
  };
}

/**
 * A value that does not fit, as the module would refuse it.
 * @param {string} field
 * @param {string} text
 * @param {number | null} value
 * @param {[number, number]} expected
 */
export function refused(field, text, value, expected) {
  const number = value !== null && Number.isFinite(value);
  const inside = number && value >= expected[0] && value <= expected[1];
  return number && !inside
    ? { code: 'out_of_range', field, expected, got: String(value), at: null }
    : { code: 'wrong_kind', field, expected: number ? 'integer' : 'number', got: text, at: null };
}

/**
 * Why the run was stopped, in a sentence.
 * @param {App} app
 * @param {Verdict} verdict
 */
export function because({ words }, { goal, value, step }) {
  return words.t(`stopped.${goal}`, {
    goal: goal === 'stop_accuracy' ? words.percent(value / 100) : words.plain(value),
    step,
    n: value,
  });
}

/**
 * After a divergence the last good state is there again: the way on from it is a smaller step.
 * @param {App} app
 */
export function lowerRate(app) {
  const { words, session } = app;
  const rate = Number((/** @type {number} */ (session.description?.current.learning_rate) / 10).toPrecision(3));
  return h(
    'button',
    {
      type: 'button',
      class: 'remedy',
      click: async () => void ((await app.change({ learning_rate: rate })) && session.play()),
    },
    words.t('diverged.lower', { rate: words.plain(rate) }),
  );
}
