// @ts-check
// When a run stops by itself: after so many iterations or epochs, at a goal, or where nothing moves any
// more. Goals are looked at after every epoch, so that a run ends at the same iteration at any pace.

import { newId, numberField } from './controls.js';
import { h } from './dom.js';
import { parseNumber } from './words.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./pkg/neurone.js").Metrics} Metrics
 */

/**
 * @typedef {object} Rules `null` where there is none
 * @property {number | null} loss the loss to reach
 * @property {number | null} accuracy the accuracy to reach, 0 to 1
 * @property {number | null} patience epochs without progress
 */

/** @typedef {{ rule: keyof Rules, goal: number, step: number }} Verdict why a run was stopped */

/** A loss that falls by less than this share has not moved. */
const PROGRESS = 1e-3;

/** @type {Rules} */
export const NO_RULES = { loss: null, accuracy: null, patience: null };

/** Looks at a run after every epoch. */
export class Watch {
  #rules;
  #best;
  #waited = 0;

  /**
   * @param {Rules} rules
   * @param {Metrics} start a goal that is reached already counts no more
   */
  constructor({ loss, accuracy, patience }, start) {
    this.#rules = {
      loss: loss !== null && start.loss > loss ? loss : null,
      accuracy: accuracy !== null && start.accuracy < accuracy ? accuracy : null,
      patience,
    };
    this.#best = start.loss;
  }

  /**
   * @param {Metrics} metrics
   * @returns {Verdict | null}
   */
  check(metrics) {
    const { loss, accuracy, patience } = this.#rules;
    const { step } = metrics;
    if (loss !== null && metrics.loss <= loss) return { rule: 'loss', goal: loss, step };
    if (accuracy !== null && metrics.accuracy >= accuracy) return { rule: 'accuracy', goal: accuracy, step };
    if (metrics.loss < this.#best * (1 - PROGRESS)) [this.#best, this.#waited] = [metrics.loss, 0];
    else this.#waited += 1;
    return patience !== null && this.#waited >= patience ? { rule: 'patience', goal: patience, step } : null;
  }
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

/** The limits of the goals, as a message names them. @type {Record<keyof Rules, [number, number]>} */
const LIMITS = { loss: [0, 1e6], accuracy: [0, 100], patience: [1, 1e6] };

/**
 * The fields of all rules.
 * @param {App} app
 * @param {{ epochs?: boolean, rules?: (keyof Rules)[] }} [shown] whether there are epochs, and which goals
 */
export function stopRules(app, { epochs: counted = true, rules = /** @type {(keyof Rules)[]} */ (Object.keys(NO_RULES)) } = {}) {
  const { words, session } = app;
  const length = numberField(app, 'n_iter');
  const epochs = epochsField(app);
  const goals = rules.map((rule) => goalField(app, rule));
  return {
    element: h(
      'fieldset',
      { class: 'stops' },
      h('legend', { class: 'label' }, words.t('stops')),
      h('div', { class: 'fields' }, length.element, counted && epochs.element, ...goals),
      counted && h('p', { class: 'caption' }, words.t('stops.note')),
    ),
    update() {
      const { current, data } = session.description ?? {};
      if (!current || !data) return;
      length.set(current.n_iter);
      epochs.set(current.n_iter / updatesPerEpoch(current, trained(data)));
    },
  };
}

/** The length of a run in epochs. @param {App} app */
function epochsField(app) {
  const { words, session } = app;
  const { element, input } = textField(app, 'n_epochs');
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
    element,
    /** @param {number} value */
    set(value) {
      shown = input.value = words.plain(Math.round(100 * value) / 100);
      input.removeAttribute('aria-invalid');
    },
  };
}

/**
 * @param {App} app
 * @param {keyof Rules} rule
 */
function goalField(app, rule) {
  const { words, session } = app;
  const { element, input } = textField(app, `stop_${rule}`);
  const scale = rule === 'accuracy' ? 100 : 1;
  const goal = session.rules[rule];
  input.placeholder = words.t('stops.none');
  input.value = goal === null ? '' : words.plain(goal * scale);
  input.addEventListener('change', () => {
    const text = input.value.trim();
    const value = parseNumber(text);
    const [low, high] = LIMITS[rule];
    const fits = value !== null && value >= low && value <= high && (rule !== 'patience' || value % 1 === 0);
    input.setAttribute('aria-invalid', String(text !== '' && !fits));
    if (text && !fits) return app.fail(refused(`stop_${rule}`, text, value, [low, high]));
    session.rules = { ...session.rules, [rule]: value === null ? null : value / scale };
  });
  return element;
}

/**
 * @param {App} app
 * @param {string} name
 */
function textField({ words }, name) {
  const id = newId();
  const hint = words.t(`hint.${name}`);
  const input = h('input', { id, type: 'text', inputmode: 'decimal', autocomplete: 'off', name });
  return {
    element: h(
      'div',
      { class: `field ${name}`, title: hint },
      h('label', { for: id }, words.field(name)),
      input,
    ),
    input,
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
export function because({ words }, { rule, goal, step }) {
  return words.t(`stopped.${rule}`, {
    goal: rule === 'accuracy' ? words.percent(goal) : words.plain(goal),
    step,
    n: goal,
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
