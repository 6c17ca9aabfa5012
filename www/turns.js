// @ts-check
// Work that is asked for more often than it can be done, as by a slider under the hand.

/** One piece of work at a time, the last one asked for always; those passed over meanwhile are left out. */
export class Turns {
  busy = false;
  /** Whether it was asked for again meanwhile. */
  again = false;
  #work;

  /** @param {() => Promise<unknown>} work reads what is wanted as it begins */
  constructor(work) {
    this.#work = work;
  }

  async ask() {
    this.again = true;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.again) {
        this.again = false;
        await this.#work();
      }
    } finally {
      this.busy = false;
    }
  }
}
