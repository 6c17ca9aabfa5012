// @ts-check
// When a run stops by itself: after so many iterations or epochs, at a goal, or where nothing moves any
// more. Goals belong to the experiment; they are looked at after every epoch, so that a run ends at the
// same iteration at any pace.

import { h } from './dom.js';

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
export function because({ words, session }, { goal, value, step }) {
  const { data, sequences } = session.description ?? {};
  const [accuracy, values] = [goal === 'stop_accuracy', !sequences && data?.n_classes === 0];
  return words.t(accuracy && values ? 'stopped.stop_r2' : `stopped.${goal}`, {
    goal: !accuracy ? words.plain(value) : values ? words.fixed(value / 100, 2) : words.percent(value / 100),
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
