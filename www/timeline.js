// @ts-check
// The way back through a training: moments kept at growing intervals.

/** @typedef {import("./pkg/neurone.js").Snapshot} Snapshot */

/** Moments and bytes that are kept. */
const MOST = 160;
const BYTES = 24e6;
/** What the numbers of a run do not depend on. */
const UNFELT = { edits: [], n_iter: 0, stop_loss: 0, stop_accuracy: 0, stop_patience: 0 };

export class Timeline {
  /** In the order of their steps. @type {Snapshot[]} */
  moments = [];
  /** The step that is shown. */
  at = 0;
  /** The experiment of the moment that came last, and its text. @type {Snapshot["experiment"] | null} */
  #seen = null;
  #key = '';
  #start = '';
  /** What the moments are of: one object for all. @type {Snapshot["experiment"] | null} */
  #experiment = null;
  #most;
  #bytes;

  /** @param {{ most?: number, bytes?: number }} [bounds] */
  constructor({ most = MOST, bytes = BYTES } = {}) {
    this.#most = most;
    this.#bytes = bytes;
  }

  /** Index of the last moment up to the step that is shown. */
  get index() {
    return this.moments.findLastIndex(({ step }) => step <= this.at);
  }

  /**
   * Keeps a moment. What was kept of a later time is gone once training goes on from here.
   * @param {Snapshot} moment
   */
  add(moment) {
    this.#follow(moment.experiment);
    moment.experiment = this.#experiment ?? moment.experiment;
    const { step } = moment;
    if (step > this.at) this.#cut(this.at);
    this.at = step;
    const i = this.moments.findIndex((kept) => kept.step >= step);
    if (i < 0) this.moments.push(moment);
    else if (this.moments[i]?.step !== step) this.moments.splice(i, 0, moment);
    else return;
    this.#thin();
  }

  /** Takes note that a kept moment is about to be shown again. @param {Snapshot} moment */
  seek(moment) {
    this.at = moment.step;
    this.#seen = null;
    this.#experiment = moment.experiment;
    this.#key = JSON.stringify(moment.experiment);
  }

  /** Another experiment has no past; the same one with other edits has none after now. @param {Snapshot["experiment"]} experiment */
  #follow(experiment) {
    if (experiment === this.#seen) return;
    this.#seen = experiment;
    const key = JSON.stringify(experiment);
    if (key === this.#key) return;
    const start = JSON.stringify({ ...experiment, ...UNFELT });
    if (start === this.#start) this.#cut(this.at);
    else this.#cut(-1);
    this.#key = key;
    this.#start = start;
    this.#experiment = experiment;
  }

  /** @param {number} step the last one that stays */
  #cut(step) {
    this.moments = this.moments.filter((moment) => moment.step <= step);
    if (step < 0) this.at = 0;
  }

  /** Drops the moments that lie closest together, as a ratio, until the rest is within the bounds. */
  #thin() {
    while (this.moments.length > this.#most || this.moments.length * this.#size() > this.#bytes) {
      if (this.moments.length <= 2) return;
      const steps = this.moments.map(({ step }) => step + 1);
      let closest = 1;
      const ratio = (/** @type {number} */ i) => (steps[i + 1] ?? Infinity) / (steps[i - 1] ?? 0);
      for (let i = 2; i < steps.length - 1; i += 1) if (ratio(i) < ratio(closest)) closest = i;
      this.moments.splice(closest, 1);
    }
  }

  /** Bytes of the last moment; the earlier ones are no larger. */
  #size() {
    const last = this.moments.at(-1);
    return last ? bytesIn(last) : 0;
  }
}

/** @param {Snapshot} moment */
export function bytesIn({ parameters, moments, permutation, order, dropout, history }) {
  const lists = [parameters, moments, permutation, order, dropout, ...Object.values(history)];
  return 8 * lists.reduce((sum, list) => sum + list.length, 0);
}
