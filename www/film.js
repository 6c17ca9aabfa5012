// @ts-check
// Pictures that follow each other so fast that they pass for a film: what nobody could follow at sixty of them a
// second is drawn in turns.

/** @typedef {import("./state.js").Turn} Turn */

/** Milliseconds from picture to picture up to which they pass for a film; at full pace large models take longer. */
const LONGEST = { calm: 60, full: 110 };
/** @type {Turn[]} */
const TURNS = ['texts', 'model', 'first curve', 'second curve', 'rest'];

export class Film {
  #count = 0;
  #last = -Infinity;

  /**
   * Whose turn it is in the picture that is there now; `null` where everything is drawn.
   * @param {number} now milliseconds
   * @param {boolean} playing
   * @param {import("./loop.js").Pace} pace
   * @returns {Turn | null}
   */
  next(now, playing, pace) {
    const apart = now - this.#last;
    this.#last = now;
    this.#count += 1;
    if (!playing || apart >= (pace === 'full' ? LONGEST.full : LONGEST.calm)) return null;
    return TURNS[this.#count % TURNS.length] ?? null;
  }
}
