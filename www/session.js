// @ts-check
// A run without any DOM: a model, its loop, and what is known of both. Calls are served in order.

import { Engine } from './engine.js';
import { Loop } from './loop.js';
import { flatten } from './state.js';

/**
 * @typedef {import("./engine.js").Experiment} Experiment
 * @typedef {import("./engine.js").Picture} Picture
 * @typedef {import("./engine.js").Description} Description
 * @typedef {import("./loop.js").Pace} Pace
 */

/**
 * @typedef {object} Host who shows the run
 * @property {() => void} changed the experiment is another one
 * @property {(picture: Picture) => void} drawn
 * @property {(reason: "end" | "error" | "pause" | "play") => void} turned training began or ended
 * @property {(error: any) => void} failed
 * @property {() => { tile: number, neuron: number | null }} wants
 */

/** Cells along a side of the main picture: at rest, and while training from fine to coarse. */
const AT_REST = 128;
const SIDES = [96, 64, 48, 32];
/** Milliseconds that the values of a picture may take while training. */
const PICTURE_BUDGET = 14;

export class Session {
  /** @type {Description | null} */
  description = null;
  /** @type {Picture | null} */
  picture = null;
  /** Iterations per second. */
  rate = 0;
  /** Whether the reader wants it to train; it does while it can be seen. */
  playing = false;
  #visible = true;
  #fineness = 0;
  /** @type {Engine | null} */
  #engine = null;
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();
  #host;
  #loop;
  #since = { time: 0, step: 0 };

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#loop = new Loop({
      train: (steps, milliseconds) => this.#train(steps, milliseconds),
      draw: () => this.draw(),
      stopped: (reason, error) => this.#stopped(reason, error),
    });
  }

  get step() {
    return this.picture?.metrics.step ?? 0;
  }

  /** Iterations after which training stops by itself, as the reader last set it. */
  get length() {
    return this.description ? flatten(this.description.experiment).n_iter : 1;
  }

  /** @param {Pace} pace */
  set pace(pace) {
    this.#loop.pace = pace;
  }

  /** @param {boolean} visible */
  set visible(visible) {
    this.#visible = visible;
    this.#turn();
  }

  /**
   * Puts another experiment in place of the present one, which stays if the new one is refused.
   * @param {Partial<Experiment>} experiment
   * @param {boolean} [play]
   */
  load(experiment, play = false) {
    return this.#serve(async () => this.#adopt(await Engine.open(experiment), play));
  }

  /** @param {import("./engine.js").Snapshot} snapshot */
  resume(snapshot) {
    return this.#serve(async () => this.#adopt(await Engine.resume(snapshot), false));
  }

  play() {
    if (!this.#engine || this.playing) return;
    this.playing = true;
    this.#turn();
    this.#host.turned('play');
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.#loop.stop();
    this.#host.turned('pause');
    this.draw();
  }

  /** One iteration. */
  async advance() {
    this.pause();
    await this.#train(1, Infinity).catch((error) => this.#host.failed(error));
    await this.draw();
  }

  /** Back to the same weights; what was changed while training holds from the start. */
  async reset() {
    this.pause();
    await this.#serve(async () => {
      await this.#engine?.reset();
      if (this.#engine) this.description = await this.#engine.describe();
    });
    await this.draw();
    this.#host.changed();
  }

  /**
   * Changes a live field without a reset.
   * @param {string} field
   * @param {unknown} value
   */
  async set(field, value) {
    await this.#serve(async () => {
      await this.#engine?.set(field, value);
      if (this.#engine) this.description = await this.#engine.describe();
    });
    this.#host.changed();
    if (this.playing) this.#start();
    await this.draw();
  }

  /** @param {number[]} x one point @returns {Promise<number>} */
  predict(x) {
    return this.#serve(async () => (await this.#engine?.predict(x)) ?? NaN);
  }

  /** Reads the run and has it shown. */
  async draw() {
    try {
      const picture = await this.#serve(() => this.#look());
      if (picture) this.#host.drawn(picture);
    } catch (error) {
      this.#host.failed(error);
    }
  }

  /** Frees the model and gives what is needed to go on later. */
  close() {
    this.pause();
    return this.#serve(async () => {
      const snapshot = (await this.#engine?.snapshot()) ?? null;
      await this.#engine?.free();
      this.#engine = null;
      return snapshot;
    });
  }

  /**
   * @template T
   * @param {() => T | Promise<T>} work
   * @returns {Promise<T>}
   */
  #serve(work) {
    const served = this.#queue.then(work);
    this.#queue = served.catch(() => {});
    return served;
  }

  /**
   * @param {Engine} engine
   * @param {boolean} play
   */
  async #adopt(engine, play) {
    const description = await engine.describe();
    this.pause();
    await this.#engine?.free();
    this.#engine = engine;
    this.description = description;
    this.picture = null;
    this.rate = 0;
    this.#fineness = 0;
    const picture = await this.#look();
    this.#host.changed();
    if (picture) this.#host.drawn(picture);
    if (play) this.play();
  }

  async #look() {
    const engine = this.#engine;
    if (!engine || !this.description) return null;
    const { extent, data } = this.description;
    const begin = performance.now();
    const side = this.#loop.running ? (SIDES[this.#fineness] ?? AT_REST) : AT_REST;
    this.picture = await engine.look({ side, ...this.#host.wants() }, extent, data.x);
    const took = performance.now() - begin;
    if (this.#loop.running && took > PICTURE_BUDGET && this.#fineness < SIDES.length - 1) this.#fineness += 1;
    return this.picture;
  }

  /**
   * @param {number} steps
   * @param {number} milliseconds
   */
  #train(steps, milliseconds) {
    return this.#serve(async () => {
      const metrics = await this.#engine?.train(steps, milliseconds);
      const now = performance.now();
      const { time, step } = this.#since;
      if (metrics && now - time > 500) {
        this.rate = (1000 * (metrics.step - step)) / (now - time);
        this.#since = { time: now, step: metrics.step };
      }
      return metrics?.step ?? 0;
    });
  }

  #turn() {
    const should = this.playing && this.#visible;
    if (should && !this.#loop.running) this.#start();
    if (!should && this.#loop.running) this.#loop.stop();
  }

  #start() {
    this.#since = { time: performance.now(), step: this.step };
    this.#loop.start(this.step, this.length);
  }

  /**
   * @param {"end" | "error"} reason
   * @param {unknown} error
   */
  #stopped(reason, error) {
    this.playing = false;
    this.#host.turned(reason);
    if (reason === 'error') this.#host.failed(error);
    this.draw();
  }
}
