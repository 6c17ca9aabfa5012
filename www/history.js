// @ts-check
// Undo and redo: the experiments that the reader has made, which of them holds, and how far each was trained.
// Changes of one field in quick succession, as a slider makes them, are one.

import { bytesIn } from './timeline.js';

/**
 * @typedef {import("./pkg/neurone.js").Snapshot} Snapshot
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./state.js").Patch} Patch
 */

/** Experiments that are kept, and bytes of the moments at which they were left. */
const MOST = 100;
const BYTES = 24e6;
/** Milliseconds within which changes of one field are one change. */
const BREATH = 700;

/**
 * @typedef {object} Entry
 * @property {Experiment} state
 * @property {string} rung the chapter that it was in
 * @property {Weight} [weight] the change of a weight that led here
 * @property {Snapshot} [moment] at which its model gave way to another
 */

/** @typedef {{ index: number, from: number, to: number }} Weight one parameter that was set by hand */

export class Past {
  /** @type {Entry[]} */
  #entries = [];
  #at = -1;
  /** Whose model is there. @type {Entry | undefined} */
  #here;
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
   * @param {string} [rung]
   */
  note(state, now, weight, rung = '') {
    const last = this.#entries[this.#at];
    if (last && this.#moving) {
      last.state = state;
      this.#here = last;
      return;
    }
    const names = last ? Object.keys(difference(last.state, state)) : [];
    // An edit that comes with another experiment is not the reader's.
    if (names.length) weight = undefined;
    if (weight) names.push(`parameter ${weight.index}`);
    if (last && names.length === 0) return;
    const field = names.length === 1 ? (names[0] ?? '') : '';
    const same = field !== '' && field === this.#field && now - this.#time < BREATH && this.#at > 0;
    const first = (same && last?.weight) || weight;
    this.#entries.length = this.#at + (same ? 0 : 1);
    this.#entries.push({ state, rung, ...(weight && first ? { weight: { ...weight, from: first.from } } : null) });
    if (this.#entries.length > MOST) this.#entries.shift();
    this.#at = this.#entries.length - 1;
    this.#here = this.#entries[this.#at];
    this.#field = field;
    this.#time = now;
  }

  /** Another model takes the place of the present one. @param {Snapshot} moment what was reached */
  leave(moment) {
    if (!this.#here) return;
    this.#here.moment = moment;
    let room = BYTES;
    for (const entry of this.#entries.toReversed()) {
      room -= entry.moment ? bytesIn(entry.moment) : 0;
      if (room < 0) delete entry.moment;
    }
  }

  /** Starts anew. */
  forget() {
    this.#entries = [];
    this.#at = -1;
    this.#here = undefined;
    this.#field = '';
  }

  /**
   * Goes one change back or on.
   * @param {1 | -1} direction
   * @param {(patch: Patch, weight: Weight | null, to: Entry) => Promise<boolean>} apply brings the change about;
   *   where that takes another model, it goes on from the moment of the entry
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
    const done = await apply(difference(from.state, to.state), back ?? null, to).catch(() => false);
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
