// @ts-check
// When to train how far. The pace decides how many iterations lie between two pictures, never what
// they compute: the same run at any pace, on any machine, ends on the same bits.

/** @typedef {"step" | "epoch" | "calm" | "full"} Pace */

/** Paces, from the slowest. @type {Pace[]} */
export const PACES = ['step', 'epoch', 'calm', 'full'];

/** Updates that are drawn one by one at the start of a calm run. */
const FIRST = 10;
/** Milliseconds for each of them. */
const BEAT = 120;
/** Milliseconds in which the rest of a calm run goes by. */
const REST = 4800;
/** Milliseconds between two updates at the pace "step", two epochs at the pace "epoch". */
const STRIDE = 400;
/** The longest that a calm run moves on between two pictures: slow machines see every picture, later. */
const LONGEST = 50;
/** Milliseconds of training in a frame. A calm run that cannot keep up rather drops frames than lasts longer. */
const BUDGET = { step: 20, epoch: 20, calm: 20, full: 10 };

/**
 * The iteration that a calm run shows after `time` milliseconds: the first ten in even beats, then a
 * geometric growth that reaches `length` after six seconds and goes on.
 * @param {number} time
 * @param {number} length iterations of the run
 */
export function stepAt(time, length) {
  if (time < FIRST * BEAT) return Math.min(Math.floor(time / BEAT), length);
  const growth = Math.max(length / FIRST, 1.5);
  return Math.floor(FIRST * growth ** ((time - FIRST * BEAT) / REST) + 1e-9);
}

/**
 * When `stepAt` reaches an iteration.
 * @param {number} step
 * @param {number} length
 */
export function timeAt(step, length) {
  if (step <= FIRST) return step * BEAT;
  return FIRST * BEAT + (REST * Math.log(step / FIRST)) / Math.log(Math.max(length / FIRST, 1.5));
}

/**
 * @typedef {object} Work what the loop drives; a rejected promise ends the run
 * @property {(steps: number, milliseconds: number) => Promise<number>} train trains on, at most so many
 *   iterations and about so long, and gives the iteration reached
 * @property {() => Promise<void>} draw
 * @property {(step: number) => number} epochEnd the iteration that ends the epoch after another iteration
 * @property {(reason: "end" | "error", error?: unknown) => void} stopped
 */

/** @typedef {{ request: (tick: (now: number) => void) => number, cancel: (id: number) => void }} Clock */

/** @type {Clock} */
const FRAMES = {
  request: (tick) => requestAnimationFrame(tick),
  cancel: (id) => cancelAnimationFrame(id),
};

export class Loop {
  #work;
  #clock;
  #frame = 0;
  #running = false;
  #last = NaN;
  #time = 0;
  #step = 0;
  #goal = 0;
  #end = 0;
  #length = 1;
  /** @type {Pace} */
  #pace = 'calm';

  /**
   * @param {Work} work
   * @param {Clock} [clock]
   */
  constructor(work, clock = FRAMES) {
    this.#work = work;
    this.#clock = clock;
  }

  get running() {
    return this.#running;
  }

  /** @param {Pace} pace */
  set pace(pace) {
    this.#pace = pace;
    this.#aim();
  }

  /**
   * Trains from iteration `step` to the next multiple of `length`.
   * @param {number} step
   * @param {number} length
   */
  start(step, length) {
    this.stop();
    this.#step = step;
    this.#length = length;
    this.#end = (Math.floor(step / length) + 1) * length;
    this.#aim();
    this.#running = true;
    this.#last = NaN;
    this.#frame = this.#clock.request(this.#tick);
  }

  stop() {
    this.#running = false;
    this.#clock.cancel(this.#frame);
  }

  #aim() {
    this.#goal = this.#step;
    this.#time = { calm: timeAt(this.#step, this.#length), step: this.#step * STRIDE, epoch: 0, full: 0 }[this.#pace];
  }

  /** @param {number} elapsed milliseconds since the last frame */
  #advance(elapsed) {
    if (this.#pace === 'full') return this.#end;
    if (this.#step < this.#goal) return this.#goal; // still catching up: time waits
    this.#time += Math.min(elapsed, LONGEST);
    if (this.#pace === 'epoch') {
      if (this.#time < STRIDE) return this.#step;
      this.#time = 0;
      return Math.min(this.#work.epochEnd(this.#step), this.#end);
    }
    const due = this.#pace === 'calm' ? stepAt(this.#time, this.#length) : Math.floor(this.#time / STRIDE);
    return Math.max(Math.min(due, this.#end), this.#step);
  }

  /** @param {number} now */
  #tick = async (now) => {
    const elapsed = Number.isNaN(this.#last) ? BEAT : now - this.#last;
    this.#last = now;
    this.#goal = this.#advance(elapsed);
    try {
      if (this.#goal > this.#step) {
        this.#step = await this.#work.train(this.#goal - this.#step, BUDGET[this.#pace]);
        if (this.#running) await this.#work.draw();
      }
    } catch (error) {
      this.stop();
      this.#work.stopped('error', error);
    }
    if (!this.#running) return;
    if (this.#step < this.#end) this.#frame = this.#clock.request(this.#tick);
    else {
      this.stop();
      this.#work.stopped('end');
    }
  };
}
