// @ts-check
// A run without any DOM: a model, its loop, and what is known of both. Calls are served in order.

import { isCurve } from './datasets.js';
import { Fineness } from './fineness.js';
import { Loop } from './loop.js';
import { openEngine, resumeEngine } from './remote.js';
import { Rival } from './rival.js';
import { flatten } from './state.js';
import { GOALS, Watch, epochsDone, trained, updatesPerEpoch } from './stops.js';

/**
 * @typedef {import("./engine.js").Engine} Engine
 * @typedef {import("./engine.js").Experiment} Experiment
 * @typedef {import("./engine.js").Picture} Picture
 * @typedef {import("./engine.js").Description} Description
 * @typedef {import("./loop.js").Pace} Pace
 * @typedef {import("./pkg/neurone.js").Metrics} Metrics
 */

/**
 * @typedef {object} Host who shows the run
 * @property {() => void} changed the experiment is another one
 * @property {(picture: Picture) => void} drawn
 * @property {(reason: "end" | "error" | "pause" | "play") => void} turned training began or ended
 * @property {(error: any) => void} failed
 * @property {(description: Description, opposed: boolean) => { tile: number, neuron: number | null, through: import("./state.js").Through }} wants
 * @property {(experiment: Experiment, goesOn: boolean) => Experiment | null} rival what is to train beside an experiment,
 *   which may be a change of the present one
 * @property {(experiment: Partial<Experiment>) => Promise<unknown>} prepare fetches what an experiment needs to be shown
 * @property {(before: Experiment | undefined, after: Experiment, left: import("./engine.js").Snapshot | null) => void} replaced
 *   another model is about to be shown; what the present one has reached
 */

export class Session {
  /** @type {Description | null} */
  description = null;
  /** @type {Picture | null} */
  picture = null;
  /** Iterations per second. */
  rate = 0;
  /** Whether the reader wants it to train; it does while it can be seen. */
  playing = false;
  /** The window of the picture while it has to stay where it is. @type {Description["extent"] | null} */
  window = null;
  /** Why the run was stopped before its end. @type {import("./stops.js").Verdict | null} */
  verdict = null;
  /** @type {Watch | null} */
  #watch = null;
  #visible = true;
  #fineness = new Fineness();
  /** @type {Engine | null} */
  #engine = null;
  /** What trains beside it in lockstep. @type {Rival | null} */
  #rival = null;
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();
  #host;
  #loop;
  #since = { time: 0, step: 0 };
  /** @type {Metrics | null} */
  #latest = null;

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
    this.#loop = new Loop({
      train: (steps, milliseconds) => this.#train(steps, milliseconds),
      draw: () => this.draw(),
      epochEnd: (step) => step + this.#leftOfEpoch(step),
      stopped: (reason, error) => this.#stopped(reason, error),
    });
  }

  get step() {
    return this.picture?.metrics.step ?? 0;
  }

  /** Where training stands, which may be further than the picture. */
  get metrics() {
    return this.#latest;
  }

  /** Iterations after which training stops by itself, as the reader last set it. */
  get length() {
    return this.description ? flatten(this.description.experiment).n_iter : 1;
  }

  /** Epochs done. */
  get epoch() {
    const { experiment, data } = this.description ?? {};
    return experiment && data ? epochsDone(experiment, trained(data), this.step) : 0;
  }

  /** Whether the run has come to its end, or to a goal. */
  get ended() {
    return !this.playing && this.step > 0 && (this.verdict !== null || this.step % this.length === 0);
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
   * @param {Partial<Experiment> | ((now: Experiment) => Partial<Experiment>)} asked a function of the one that holds by then
   * @param {boolean | null} [play] `null` for what the reader has it do by then
   * @param {() => void} [arriving] called once the new one is accepted
   */
  load(asked, play = false, arriving) {
    return this.#serve(async () => {
      const now = this.description?.current;
      const experiment = typeof asked !== 'function' ? asked : now ? asked(now) : {};
      await this.#host.prepare(experiment);
      await this.#adopt(await openEngine(experiment), play, arriving);
    });
  }

  /**
   * Another cell that trains beside this one, update by update, on the same sequences; `null` for none.
   * Both begin anew.
   * @param {Experiment | null} experiment
   */
  async compare(experiment) {
    // Queued at once: for the model that is here now, not for one that comes while this is under way.
    await Promise.all([this.reset(), this.#ask(() => this.#oppose(experiment))]);
    this.#host.changed();
    await this.draw();
  }

  /** Carries the rival's weights into this cell; both go on from where they are. */
  async graft() {
    const { experiment } = this.description ?? {};
    const rival = this.#rival;
    if (!experiment || experiment.cell === 'none' || !rival) return;
    const { cell } = experiment;
    const weights = await this.#serve(() => (rival === this.#rival ? rival.weights(cell) : null));
    if (!weights) return;
    const { grafted, own } = weights;
    await this.load({ ...flatten(experiment), parameters: Array.from(grafted) });
    await this.compare({ ...flatten(rival.description.experiment), parameters: Array.from(own) });
  }

  /** @param {Experiment | null} experiment */
  async #oppose(experiment) {
    const rival = experiment && (await Rival.open(experiment));
    await this.#rival?.free();
    this.#rival = rival;
  }

  /** What trains beside it. */
  get rival() {
    return this.#rival?.description.experiment ?? null;
  }

  /**
   * @param {import("./engine.js").Snapshot} snapshot
   * @param {boolean | null} [play]
   * @param {() => void} [arriving]
   */
  resume(snapshot, play = false, arriving) {
    return this.#serve(async () => {
      await this.#host.prepare(snapshot.experiment);
      await this.#adopt(await resumeEngine(snapshot), play, arriving);
    });
  }

  /**
   * Keeps the window of the picture where it is, or lets it go back around the points.
   * @param {boolean} held
   */
  async hold(held) {
    this.window = held ? (this.description?.extent ?? null) : null;
    await this.#serve(async () => {
      if (this.#engine) this.description = this.#framed(await this.#engine.describe());
    });
    this.#host.changed();
    await this.draw();
  }

  play() {
    if (!this.#engine || this.playing) return;
    this.playing = true;
    this.verdict = null;
    this.#lookout();
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

  /**
   * One update, or as many as are left of an epoch, or one with a single sample.
   * @param {"update" | "epoch" | "sample"} [grain]
   */
  async advance(grain = 'update') {
    this.pause();
    this.verdict = null;
    this.#watch = null;
    const alone = grain === 'sample' && this.description?.current.batch_size !== 1;
    try {
      await (alone ? this.#trainAlone() : this.#train(grain === 'epoch' ? this.#leftOfEpoch(this.step) : 1, Infinity));
    } catch (error) {
      this.#host.failed(error);
    }
    await this.draw();
  }

  /** One update with one sample; the size of the batches is put back. */
  #trainAlone() {
    return this.#ask(async (engine) => {
      const size = this.description?.current.batch_size;
      await engine.set('batch_size', 1);
      try {
        await engine.train(1, Infinity);
      } finally {
        await engine.set('batch_size', size);
        this.description = this.#framed(await engine.describe());
      }
    });
  }

  /** Updates until an epoch is done. @param {number} step */
  #leftOfEpoch(step) {
    const { experiment, current, data } = this.description ?? {};
    if (!experiment || !current || !data) return 1;
    const updates = updatesPerEpoch(current, trained(data));
    return Math.max(1, Math.ceil((1 - (epochsDone(experiment, trained(data), step) % 1)) * updates - 1e-6));
  }

  /** Back to the same weights; what was changed while training holds from the start. */
  async reset() {
    this.pause();
    this.verdict = null;
    await this.#serve(async () => {
      await this.#engine?.reset();
      await this.#rival?.reset();
      if (this.#engine) this.description = this.#framed(await this.#engine.describe());
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
      await this.#rival?.set(field, value);
      if (this.#engine) this.description = this.#framed(await this.#engine.describe());
    });
    if (this.playing && GOALS.some((goal) => goal === field)) this.#lookout();
    this.#host.changed();
    this.#loop.stop();
    this.#turn();
    await this.draw();
  }

  /** This moment of the run. */
  snapshot() {
    return this.#serve(async () => (await this.#engine?.snapshot()) ?? null);
  }

  /**
   * Goes to a moment of this run.
   * @param {import("./engine.js").Snapshot} snapshot
   * @param {() => void} arriving called when all that was still to be drawn has been
   */
  async restore(snapshot, arriving) {
    this.pause();
    this.verdict = null;
    const before = this.description?.experiment;
    await this.#ask(async (engine) => {
      arriving();
      await engine.restore(snapshot);
      await this.#rival?.restore(snapshot);
      this.description = this.#framed(await engine.describe());
    });
    await this.draw();
    if (JSON.stringify(before) !== JSON.stringify(this.description?.experiment)) this.#host.changed();
  }

  /**
   * What the model answers to one of its questions; nothing moves.
   * @template {Parameters<Engine["ask"]>[0]} K
   * @param {K} question
   * @param {Parameters<import("./pkg/neurone.js").Playground[K]>} args
   * @returns {Promise<ReturnType<import("./pkg/neurone.js").Playground[K]> | null>} `null` where that model is gone
   */
  async ask(question, ...args) {
    return this.description?.sequences ? null : this.#ask((engine) => engine.ask(question, ...args));
  }

  /**
   * The same of a recurrent model.
   * @template {Parameters<Engine["askSequences"]>[0]} K
   * @param {K} question
   * @param {Parameters<import("./pkg/sequences/neurone.js").SequencePlayground[K]>} args
   * @returns {Promise<ReturnType<import("./pkg/sequences/neurone.js").SequencePlayground[K]> | null>} `null` where that model is gone
   */
  async askSequences(question, ...args) {
    return this.description?.sequences ? this.#ask((engine) => engine.askSequences(question, ...args)) : null;
  }

  /**
   * A step of the run by hand.
   * @template {Parameters<Engine["byHand"]>[0]} K
   * @param {K} question
   * @param {import("./engine.js").Rest<import("./wasm.js").Modules["worked"][K]>} args
   * @returns {Promise<ReturnType<import("./wasm.js").Modules["worked"][K]> | null>} `null` where that model is gone
   */
  byHand(question, ...args) {
    return this.#ask((engine) => engine.byHand(question, ...args));
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
      const [engine, rival] = [this.#engine, this.#rival];
      this.#engine = this.#rival = null;
      try {
        return (await engine?.snapshot()) ?? null;
      } finally {
        await engine?.free();
        await rival?.free();
      }
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
   * What is meant for the model that is there now: another one, put in its place before its turn came, is left alone.
   * @template T
   * @param {(engine: Engine) => Promise<T>} work
   * @returns {Promise<T | null>}
   */
  #ask(work) {
    const engine = this.#engine;
    return this.#serve(() => (engine && engine === this.#engine ? work(engine) : null));
  }

  /**
   * Puts a model in place of the present one, at once with all that is shown of it.
   * @param {Engine} engine
   * @param {boolean | null} play
   * @param {() => void} [arriving]
   */
  async #adopt(engine, play, arriving) {
    arriving?.();
    /** @type {Rival | null} */
    let rival = null;
    let description, picture;
    try {
      description = this.#framed(await engine.describe());
      const opponent = this.#host.rival(description.experiment, play === null);
      rival = opponent && (await Rival.open(opponent));
      await rival?.follow((await engine.snapshot()).step);
      picture = await this.#look(engine, description, rival);
    } catch (error) {
      await engine.free();
      await rival?.free();
      throw error;
    }
    // A model that has failed has no moment to come back to.
    const left = (await this.#engine?.snapshot().catch(() => null)) ?? null;
    await this.#engine?.free();
    await this.#rival?.free();
    this.#host.replaced(this.description?.experiment, description.experiment, left);
    [this.#engine, this.#rival, this.description] = [engine, rival, description];
    const on = play ?? this.playing;
    this.playing = false;
    this.#loop.stop();
    this.verdict = null;
    this.rate = 0;
    this.#fineness = new Fineness();
    this.#host.changed();
    if (picture) this.#host.drawn(picture);
    if (on) this.play();
  }

  /** @param {Description} description */
  #framed(description) {
    return this.window ? { ...description, extent: this.window } : description;
  }

  async #look(engine = this.#engine, description = this.description, rival = this.#rival) {
    if (!engine || !description) return null;
    const { extent, data } = description;
    const begin = performance.now();
    const side = this.#fineness.side(this.#loop.running);
    const rows = isCurve(data) ? 1 : side;
    const request = { side, rows, ...this.#host.wants(description, rival !== null) };
    const picture = await engine.look(request, extent, data.x);
    await rival?.look(picture, request);
    this.picture = picture;
    this.#latest = picture.metrics;
    this.#fineness.note(side, performance.now() - begin, this.#loop.running);
    return picture;
  }

  /**
   * @param {number} steps
   * @param {number} milliseconds
   */
  async #train(steps, milliseconds) {
    const reached = await this.#ask(async (engine) => {
      const metrics = await this.#trainWatched(engine, steps, milliseconds);
      await this.#rival?.follow(metrics.step);
      this.#latest = metrics;
      const now = performance.now();
      const { time, step } = this.#since;
      if (now - time > 500) {
        this.rate = (1000 * (metrics.step - step)) / (now - time);
        this.#since = { time: now, step: metrics.step };
      }
      return metrics.step;
    });
    return reached ?? 0;
  }

  /**
   * Trains on, from epoch to epoch while there is something to look out for.
   * @param {Engine} engine
   * @param {number} steps
   * @param {number} milliseconds
   */
  async #trainWatched(engine, steps, milliseconds) {
    const { current, data } = this.description ?? {};
    const watch = this.#watch;
    if (!watch || watch.idle || !current || !data) return engine.train(steps, milliseconds);
    const every = Math.round(updatesPerEpoch(current, trained(data)));
    const begin = performance.now();
    let at = this.#latest?.step ?? 0;
    const end = at + steps;
    /** @type {Metrics} */
    let metrics;
    do {
      metrics = await engine.train(Math.min(end - at, every - (at % every)), milliseconds);
      at = metrics.step;
      this.verdict = at % every === 0 ? watch.check(metrics) : null;
      if (this.verdict) {
        this.#latest = metrics;
        this.#loop.stop();
        this.#stopped('end', null);
      }
    } while (!this.verdict && at < end && performance.now() - begin < milliseconds);
    return metrics;
  }

  /** From here on the goals of the experiment are looked out for. */
  #lookout() {
    const { current, sequences } = this.description ?? {};
    // A mean squared error is no share that could reach one.
    const goals = current && sequences?.measure === 'mean_squared_error' ? { ...current, stop_accuracy: 0 } : current;
    this.#watch = goals && this.#latest ? new Watch(goals, this.#latest) : null;
  }

  #turn() {
    const should = this.playing && this.#visible;
    if (should && !this.#loop.running) this.#start();
    if (!should && this.#loop.running) this.#loop.stop();
  }

  #start() {
    const step = this.#latest?.step ?? 0;
    this.#since = { time: performance.now(), step };
    this.#loop.start(step, this.length);
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
