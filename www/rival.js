// @ts-check
// What trains beside a run, update by update, on the same sequences.

import { openEngine } from './remote.js';

/** @typedef {import("./engine.js").Snapshot} Snapshot */

/** Live fields about single parameters, which a rival does not share. */
const OWN = new Set(['parameter', 'frozen']);

export class Rival {
  #engine;
  #step = 0;
  /** Where it stood at the moments of the run. @type {WeakMap<Snapshot, Snapshot>} */
  #moments = new WeakMap();

  /**
   * @param {import("./engine.js").Engine} engine
   * @param {import("./engine.js").Description} description
   */
  constructor(engine, description) {
    this.#engine = engine;
    this.description = description;
  }

  /** @param {import("./engine.js").Experiment} experiment */
  static async open(experiment) {
    const engine = await openEngine(experiment);
    return new Rival(engine, await engine.describe());
  }

  free() {
    return this.#engine.free();
  }

  async reset() {
    await this.#engine.reset();
    this.#step = 0;
  }

  /**
   * @param {string} field
   * @param {unknown} value
   */
  async set(field, value) {
    if (!OWN.has(field)) await this.#engine.set(field, value);
  }

  /** Its own weights, and those that another cell takes from it. @param {import("./pkg/sequences/neurone.js").Cell} cell */
  async weights(cell) {
    const grafted = await this.#engine.askSequences('graft', cell);
    return { grafted, own: (await this.#engine.snapshot()).parameters };
  }

  /** Goes where it stood at a moment of the run. @param {Snapshot} snapshot of the run */
  async restore(snapshot) {
    const moment = this.#moments.get(snapshot);
    if (moment) await this.#engine.restore(moment);
    else await this.#engine.reset();
    this.#step = moment?.step ?? 0;
    await this.follow(snapshot.step);
  }

  /** Comes to the same update. @param {number} step */
  async follow(step) {
    if (step <= this.#step) return;
    try {
      this.#step = (await this.#engine.train(step - this.#step, Infinity)).step;
    } catch (error) {
      // One that diverges stands elsewhere.
      this.#step = (await this.#engine.snapshot()).step;
      throw error;
    }
  }

  /**
   * Puts its picture beside that of the run.
   * @param {import("./engine.js").Picture} beside
   * @param {import("./engine.js").Request} request
   */
  async look(beside, request) {
    const { extent, data } = this.description;
    // The reader pins gates of the other cell, which need not have their places here.
    const picture = await this.#engine.look({ ...request, through: { ...request.through, pins: [] } }, extent, data.x);
    beside.rival = { description: this.description, picture };
    if (beside.snapshot && picture.snapshot) this.#moments.set(beside.snapshot, picture.snapshot);
  }
}
