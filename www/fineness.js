// @ts-check
// How many cells the main picture has.

/** Cells along a side: at rest, and while training from fine to coarse. */
const AT_REST = 128;
const SIDES = [96, 64, 48, 32];
/** Milliseconds that the values of a picture may take while training, and how often more before it gets coarser. */
const BUDGET = 3;
const PATIENCE = 2;

export class Fineness {
  #at = 0;
  /** Pictures in a row that took too long. */
  #slow = 0;

  /** @param {boolean} training */
  side(training) {
    return training ? (SIDES[this.#at] ?? AT_REST) : AT_REST;
  }

  /**
   * Takes note of what a picture of so many cells along a side cost.
   * @param {number} side
   * @param {number} milliseconds
   * @param {boolean} training
   */
  note(side, milliseconds, training) {
    this.#slow = training && milliseconds > BUDGET ? this.#slow + 1 : 0;
    if (this.#slow < PATIENCE) return;
    const fitting = SIDES.findIndex((one) => milliseconds * (one / side) ** 2 < BUDGET);
    [this.#at, this.#slow] = [fitting < 0 ? SIDES.length - 1 : fitting, 0];
  }
}
