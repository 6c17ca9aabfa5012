// @ts-check
// Undo and redo: the experiments that the reader has made, and which of them holds. Changes of one
// field in quick succession, as a slider makes them, are one.

/**
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./state.js").Patch} Patch
 */

/** Experiments that are kept. */
const MOST = 100;
/** Milliseconds within which changes of one field are one change. */
const BREATH = 700;

/**
 * @typedef {object} Entry
 * @property {Experiment} state
 * @property {Weight} [weight] the change of a weight that led here
 */

/** @typedef {{ index: number, from: number, to: number }} Weight one parameter that was set by hand */

export class Past {
  /** @type {Entry[]} */
  #entries = [];
  #at = -1;
  #moving = false;
  #field = '';
  #time = -Infinity;

  /** Whether the reader has changed anything. */
  get canUndo() {
    return this.#at > 0;
  }

  get canRedo() {
    return this.#at < this.#entries.length - 1;
  }

  /**
   * Takes note of the experiment that holds now, without its edits.
   * @param {Experiment} state
   * @param {number} now milliseconds
   * @param {Weight} [weight] that was set by hand
   */
  note(state, now, weight) {
    const last = this.#entries[this.#at];
    if (last && this.#moving) return void (last.state = state);
    const names = last ? Object.keys(difference(last.state, state)) : [];
    if (weight) names.push(`parameter ${weight.index}`);
    if (last && names.length === 0) return;
    const field = names.length === 1 ? (names[0] ?? '') : '';
    const same = field !== '' && field === this.#field && now - this.#time < BREATH && this.#at > 0;
    const first = (same && last?.weight) || weight;
    this.#entries.length = this.#at + (same ? 0 : 1);
    this.#entries.push(weight && first ? { state, weight: { ...weight, from: first.from } } : { state });
    if (this.#entries.length > MOST) this.#entries.shift();
    this.#at = this.#entries.length - 1;
    this.#field = field;
    this.#time = now;
  }

  /** Starts anew. */
  forget() {
    this.#entries = [];
    this.#at = -1;
    this.#field = '';
  }

  /**
   * Goes one change back or on.
   * @param {1 | -1} direction
   * @param {(patch: Patch, weight: Weight | null) => Promise<boolean>} apply brings the change about
   * @returns {Promise<boolean>} `false` where there was nothing to do or it was refused
   */
  async move(direction, apply) {
    const [from, to] = [this.#entries[this.#at], this.#entries[this.#at + direction]];
    if (!from || !to || this.#moving) return false;
    const { weight } = direction > 0 ? to : from;
    const back = weight && direction < 0 ? { ...weight, from: weight.to, to: weight.from } : weight;
    this.#at += direction;
    this.#field = '';
    this.#moving = true;
    const done = await apply(difference(from.state, to.state), back ?? null).catch(() => false);
    this.#moving = false;
    if (!done) this.#at -= direction;
    return done;
  }
}

/**
 * What turns one experiment into another.
 * @param {Experiment} from
 * @param {Experiment} to
 * @returns {Patch}
 */
export function difference(from, to) {
  const names = /** @type {(keyof Experiment)[]} */ ([
    ...new Set([...Object.keys(from), ...Object.keys(to)]),
  ]);
  const changed = names.filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]));
  // A loss brings its usual output along: the output is set after it.
  changed.sort((a, b) => Number(b === 'loss') - Number(a === 'loss'));
  return Object.fromEntries(changed.map((name) => [name, to[name]]));
}
