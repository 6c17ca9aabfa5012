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
/** Milliseconds of training and drawing in a frame; the rest of its 16 is for what the browser does with the picture. */
const FRAME = 8;

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

/** @typedef {(now: number) => Promise<void>} Tick */
/** @typedef {{ request: (tick: Tick) => void, cancel: (tick: Tick) => void, now: () => number }} Clock */

/** The loops of a page that wait for a frame. @type {Tick[]} */
let waiting = [];
let asked = false;

/** All loops of a page take turns, so that together they keep the time of a frame. @type {Clock} */
const FRAMES = {
  request(tick) {
    waiting.push(tick);
    if (!asked) requestAnimationFrame(serve);
    asked = true;
  },
  cancel: (tick) => void (waiting = waiting.filter((one) => one !== tick)),
  now: () => performance.now(),
};

/** @param {number} now */
async function serve(now) {
  const begin = FRAMES.now();
  try {
    for (let left = waiting.length; left > 0 && FRAMES.now() - begin < FRAME / 2; left -= 1) {
      // One whose model computes in a worker does not keep the others waiting.
      await Promise.race([waiting.shift()?.(now), new Promise((done) => setTimeout(done))]);
    }
  } finally {
    // Nor does one that fails.
    asked = waiting.length > 0;
    if (asked) requestAnimationFrame(serve);
  }
}

export class Loop {
  #work;
  #clock;
  #running = false;
  /** While an update is under way, be it of a run that was stopped meanwhile. */
  #busy = false;
  #last = NaN;
  #time = 0;
  #step = 0;
  #goal = 0;
  #end = 0;
  #length = 1;
  /** @type {Pace} */
  #pace = 'calm';
  /** Milliseconds that the last picture took, and of training since. */
  #drawing = 0;
  #trained = 0;
  /** Whether the last frame left no room for its picture. */
  #late = false;

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
    this.#again();
  }

  stop() {
    this.#running = false;
    this.#clock.cancel(this.#tick);
  }

  #again() {
    this.#clock.cancel(this.#tick);
    this.#clock.request(this.#tick);
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

  /** Trains for a frame and draws, unless drawing takes so long that as much training has to come first. */
  async #go() {
    const begin = this.#clock.now();
    const rest = FRAME - this.#drawing;
    const due = this.#trained + rest >= this.#drawing;
    this.#step = await this.#work.train(this.#goal - this.#step, due ? Math.max(rest, 1) : FRAME);
    const end = this.#clock.now();
    this.#trained += end - begin;
    // An update may take longer than it was given: then the picture comes with the next frame, at the latest.
    this.#late = !this.#late && due && rest > 0 && end - begin > rest + FRAME / 4;
    if (!this.#running || ((!due || this.#late) && this.#step < this.#goal)) return;
    await this.#work.draw();
    this.#drawing = this.#clock.now() - end;
    this.#trained = 0;
  }

  /** @param {number} now */
  #tick = async (now) => {
    if (this.#busy) return this.#again();
    const elapsed = Number.isNaN(this.#last) ? BEAT : now - this.#last;
    this.#last = now;
    this.#goal = this.#advance(elapsed);
    this.#busy = true;
    try {
      if (this.#goal > this.#step) await this.#go();
    } catch (error) {
      this.stop();
      this.#work.stopped('error', error);
    } finally {
      this.#busy = false;
    }
    if (!this.#running) return;
    if (this.#step < this.#end) this.#again();
    else {
      this.stop();
      this.#work.stopped('end');
    }
  };
}
