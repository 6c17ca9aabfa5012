// @ts-check
// A model behind promises. This form computes on the main thread.

import { isRecurrent } from './state.js';
import { current, discard, isTrap, load } from './wasm.js';

/**
 * @typedef {import("./pkg/neurone.js").Playground} Playground
 * @typedef {import("./pkg/sequences/neurone.js").SequencePlayground} SequencePlayground
 * @typedef {import("./pkg/neurone.js").Experiment} Experiment
 * @typedef {import("./pkg/neurone.js").Snapshot} Snapshot
 * @typedef {import("./pkg/neurone.js").Metrics} Metrics
 * @typedef {import("./pkg/neurone.js").Data} Data
 * @typedef {import("./pkg/neurone.js").Shapes} Shapes
 * @typedef {import("./wasm.js").Modules} Modules
 */

/**
 * All arguments but the first.
 * @template {(first: any, ...rest: any[]) => unknown} F
 * @typedef {F extends (first: any, ...rest: infer R) => unknown ? R : never} Rest
 */

/**
 * @typedef {object} Description what holds until the next reset or change
 * @property {Experiment} experiment
 * @property {Experiment} current the same with the values that hold now
 * @property {Data} data none where the experiment is about sequences
 * @property {import("./pkg/neurone.js").SequencesInfo | null} sequences
 * @property {[number, number, number, number]} extent x0, x1, y0, y1 of the picture
 * @property {Shapes} shapes
 * @property {{ means: number[], deviations: number[] } | null} scaling of the coordinates
 */

/**
 * @typedef {object} Request what a picture has to show
 * @property {number} side cells of the main picture across
 * @property {number} rows cells down: as many, or 1 for a curve
 * @property {number} tile the same for the pictures of all neurons; 0 for none
 * @property {number | null} neuron index of the neuron that the main picture shows; `null` for the output
 * @property {import("./state.js").Through} through which sequence is shown
 */

/**
 * @typedef {object} Picture a moment of the run
 * @property {Metrics} metrics
 * @property {import("./pkg/neurone.js").History} history
 * @property {number} rate the learning rate of the next update
 * @property {Snapshot | null} snapshot the whole moment, to come back to
 * @property {Float64Array} parameters
 * @property {Float64Array} probability what is answered at each point, `[n_out, m]`: of two classes, the probability of class 1
 * @property {number} side
 * @property {number} rows
 * @property {Float64Array} field `rows` rows of `side` values, from the top; one after the other for each output
 * @property {number} tile
 * @property {Float64Array[]} responses one picture of `tile` by `tile` for each neuron
 * @property {Sequence | null} sequence where the experiment is about sequences
 * @property {Rival | null} [rival] what trains beside it in lockstep
 */

/**
 * @typedef {object} Sequence how a recurrent network stands
 * @property {import("./pkg/neurone.js").History} scores on fresh sequences
 * @property {number | null} solvedAt
 * @property {import("./pkg/neurone.js").Passage} passage one sequence on its way through
 * @property {import("./pkg/neurone.js").TimeFlow[] | null} flow the gradient through time, if wanted
 */

/** @typedef {{ description: Description, picture: Picture }} Rival */

/** The data of an experiment that has no points. @type {Data} */
const NO_POINTS = { x: new Float64Array(), y: new Float64Array(), m: 0, n_classes: 0, classes: [], test: new Float64Array() };

export class Engine {
  /** @type {"points" | "sequences"} */
  #kind = 'points';
  /** The module of that name, in which the model lives. @type {Modules["points" | "sequences"] | null} */
  #module = null;
  /** @type {Playground | SequencePlayground | null} */
  #model = null;
  /** What a fresh module goes on from after a trap. @type {Snapshot | null} */
  #kept = null;
  /** Milliseconds that an iteration took last; before the first, a guess on the safe side. */
  #each = 5;

  /** @param {Partial<Experiment>} experiment */
  static async open(experiment) {
    const engine = new Engine();
    engine.#kind = isRecurrent(experiment) ? 'sequences' : 'points';
    const module = (engine.#module = await load(engine.#kind));
    engine.#model = guarded(module, () => create(module, experiment));
    engine.#keep();
    return engine;
  }

  /** @param {Snapshot} snapshot */
  static async resume(snapshot) {
    const engine = await Engine.open(snapshot.experiment);
    await engine.#call((model) => model.restore(snapshot));
    engine.#keep();
    return engine;
  }

  /** @returns {Promise<Description>} */
  describe() {
    return this.#call((model) => {
      if (!onPoints(model)) return describeSequences(model);
      const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = model.extent();
      return {
        experiment: model.experiment(),
        current: { ...model.current(), edits: [] },
        data: model.data(),
        sequences: null,
        extent: [x0, x1, y0, y1],
        shapes: model.shapes(),
        scaling: model.scaling(),
      };
    });
  }

  /**
   * Trains on, in slices, until `steps` are done or the time is spent.
   * @param {number} steps
   * @param {number} milliseconds
   * @returns {Promise<Metrics>}
   */
  train(steps, milliseconds) {
    return this.#call((model) => {
      const begin = performance.now();
      let left = steps;
      let now = begin;
      do {
        // Half of the time that is left, so that a wrong guess does no harm.
        const fitting = Math.floor((begin + milliseconds - now) / 2 / this.#each);
        const slice = Math.min(left, Math.max(1, fitting));
        model.train_step(slice);
        left -= slice;
        const took = performance.now() - now;
        now += took;
        // Some browsers' clocks tell no less than a millisecond.
        this.#each = Math.max(took, 1) / slice;
      } while (left > 0 && now - begin < (7 / 8) * milliseconds);
      return model.metrics();
    });
  }

  /**
   * @param {Request} request
   * @param {Description["extent"]} extent
   * @param {Float64Array} x the training points
   * @returns {Promise<Picture>}
   */
  look({ side, rows, tile, neuron, through }, extent, x) {
    return this.#call((model) => {
      const window = Float64Array.from(extent);
      const snapshot = (this.#kept = model.snapshot());
      const { history, parameters } = snapshot;
      const run = { metrics: model.metrics(), history, rate: model.learning_rate(), snapshot, parameters };
      if (!onPoints(model)) return { ...run, ...NO_PICTURE, sequence: lookThrough(model, through) };
      return {
        ...run,
        sequence: null,
        probability: model.predict(x),
        side,
        rows,
        field:
          (neuron !== null && cut(model.responses(side, rows, window), side * rows)[neuron]) ||
          model.predict_grid(side, rows, window),
        tile,
        responses: tile ? cut(model.responses(tile, tile, window), tile * tile) : [],
      };
    });
  }

  /**
   * What the model answers to one of its questions.
   * @template {"flow" | "activations" | "loss_surface" | "descent" | "predict"} K
   * @param {K} question
   * @param {Parameters<Playground[K]>} args
   * @returns {Promise<ReturnType<Playground[K]>>}
   */
  ask(question, ...args) {
    return this.#call((model) => Reflect.apply(/** @type {Playground} */ (model)[question], model, args));
  }

  /**
   * The same of a recurrent model.
   * @template {"passage" | "passage_of_part" | "graft" | "flow" | "flow_over_seeds" | "forecast" | "continue_text" | "series" | "text"} K
   * @param {K} question
   * @param {Parameters<SequencePlayground[K]>} args
   * @returns {Promise<ReturnType<SequencePlayground[K]>>}
   */
  askSequences(question, ...args) {
    return this.#call((model) => Reflect.apply(/** @type {SequencePlayground} */ (model)[question], model, args));
  }

  /**
   * The step that comes next, by hand: worked out in a module of its own from this moment of the run.
   * @template {"worked_example" | "worked_text" | "worked_step" | "worked_step_text"} K
   * @param {K} question
   * @param {Rest<Modules["worked"][K]>} args
   * @returns {Promise<ReturnType<Modules["worked"][K]>>}
   */
  async byHand(question, ...args) {
    const module = await load('worked');
    const moment = await this.snapshot();
    return guarded(module, () => Reflect.apply(module[question], module, [moment, ...args]));
  }

  /** Back to the same initial weights. */
  reset() {
    return this.#call((model) => {
      model.reset();
      this.#keep();
    });
  }

  /**
   * Changes a live field.
   * @param {string} field
   * @param {unknown} value
   */
  set(field, value) {
    return this.#call((model) => {
      model.set(field, value);
      this.#keep();
    });
  }

  /** @returns {Promise<Snapshot>} */
  snapshot() {
    return this.#call((model) => model.snapshot());
  }

  /** Goes to a moment of this run. @param {Snapshot} snapshot */
  restore(snapshot) {
    return this.#call((model) => {
      model.restore(snapshot);
      this.#keep();
    });
  }

  async free() {
    if (this.#module === current(this.#kind)) this.#model?.free();
    this.#model = null;
  }

  #keep() {
    this.#kept = this.#model?.snapshot() ?? null;
  }

  /**
   * @template T
   * @param {(model: Playground | SequencePlayground) => T} work
   * @returns {Promise<T>}
   */
  async #call(work) {
    if (this.#module !== current(this.#kind)) await this.#rebuild();
    const model = this.#model;
    if (!model) throw fault('freed');
    return guarded(this.#module, () => work(model));
  }

  /** Starts again from the last snapshot in a fresh module. */
  async #rebuild() {
    if (!this.#kept) throw fault('freed');
    this.#module = await load(this.#kind);
    this.#model = create(this.#module, this.#kept.experiment);
    this.#model.restore(this.#kept);
  }
}

/** What a picture of points would hold. */
const NO_PICTURE = {
  probability: new Float64Array(),
  side: 0,
  rows: 0,
  field: new Float64Array(),
  tile: 0,
  responses: [],
};

/**
 * @param {Modules["points" | "sequences"]} module
 * @param {Partial<Experiment>} experiment
 */
function create(module, experiment) {
  return 'SequencePlayground' in module ? new module.SequencePlayground(experiment) : new module.Playground(experiment);
}

/**
 * Does what may trap.
 * @template T
 * @param {Modules[keyof Modules] | null} module
 * @param {() => T} work
 */
function guarded(module, work) {
  try {
    return work();
  } catch (error) {
    if (!isTrap(error)) throw error;
    discard(module);
    throw fault('trapped');
  }
}

/**
 * @param {Playground | SequencePlayground} model
 * @returns {model is Playground}
 */
const onPoints = (model) => 'predict' in model;

/**
 * @param {SequencePlayground} model
 * @returns {Description}
 */
function describeSequences(model) {
  return {
    experiment: model.experiment(),
    current: { ...model.current(), edits: [] },
    data: NO_POINTS,
    sequences: model.sequences(),
    extent: [0, 1, 0, 1],
    shapes: { parameters: [], activations: [], gradients: [] },
    scaling: null,
  };
}

/**
 * @param {SequencePlayground} model
 * @param {import("./state.js").Through} through
 * @returns {Sequence}
 */
function lookThrough(model, { example, from, length, pins, flow }) {
  const pinned = Float64Array.from(pins, (pin) => pin ?? NaN);
  return {
    scores: model.scores(),
    solvedAt: model.solved_at() ?? null,
    passage: length ? model.passage_of_part(from, length, pinned) : model.passage(example, pinned),
    flow: flow ? model.flow() : null,
  };
}

/**
 * The points of an experiment and its untrained picture, for a thumbnail.
 * @param {Partial<Experiment>} experiment
 * @param {number} side
 * @param {Description["extent"]} [extent]
 */
export async function preview(experiment, side, extent) {
  const module = await load();
  const model = new module.Playground(experiment);
  try {
    const window = extent ? Float64Array.from(extent) : model.extent();
    return { data: model.data(), extent: window, field: model.predict_grid(side, side, window) };
  } finally {
    model.free();
  }
}

/**
 * @param {Float64Array} values
 * @param {number} area
 */
function cut(values, area) {
  return Array.from({ length: values.length / area }, (_, i) => values.subarray(i * area, (i + 1) * area));
}

/** @param {string} code */
function fault(code) {
  return Object.assign(new Error(code), { code, field: '', expected: null, got: null, at: null });
}
