// @ts-check
// The element: it reads its attributes, runs a session, and has its parts show it.

import { segmented } from "./controls.js";
import { dataSlot } from "./data.js";
import { h } from "./dom.js";
import { drawer } from "./drawer.js";
import { LIVE, SANDBOX, STEPS, experimentOf, stepsOf } from "./ladder.js";
import { lesson } from "./lesson.js";
import { PACES } from "./loop.js";
import { modelSlot } from "./model.js";
import { tileOf } from "./network.js";
import { outputSlot } from "./output.js";
import { Session } from "./session.js";
import { LEVELS, changed, choose, layersOf, presetOf, readAttributes, recall, remember } from "./state.js";
import { styleSheet, watchTheme } from "./theme.js";
import { sentence, transport } from "./transport.js";
import { current, load } from "./wasm.js";
import { Words, pickLanguage } from "./words.js";

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").View} View
 * @typedef {import("./state.js").Picture} Picture
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./words.js").Fault} Fault
 */

/** Milliseconds between two `neurone-step` events, and between two spoken sentences. */
const EVENT_EVERY = 250;
const SPEAK_EVERY = 5000;

export class NeuronePlayground extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #alert = h("div", { class: "alert", role: "alert" });
  #live = h("div", { class: "unseen", "aria-live": "polite" });
  #body = h("div", { class: "playground" }, h("slot"));
  /** @type {App | null} */
  #app = null;
  /** @type {Part[]} */
  #parts = [];
  /** What the attributes asked for last. */
  #asked = "";
  /** @type {Promise<import("./engine.js").Snapshot | null> | null} */
  #closing = null;
  #seen = false;
  #lastEvent = 0;
  #lastSpoken = 0;
  #decade = Infinity;
  #attributes = new MutationObserver(() => this.#configure());
  #sight = new IntersectionObserver((entries) => {
    this.#seen = entries.at(-1)?.isIntersecting ?? false;
    this.#lookUp();
  });

  connectedCallback() {
    this.#attributes.observe(this, { attributes: true });
    this.#attributes.observe(document.documentElement, { attributeFilter: ["lang"] });
    this.#sight.observe(this);
    document.addEventListener("visibilitychange", this.#lookUp);
    if (this.#app) this.#wake();
    else if (!this.#root.firstChild) this.#start();
  }

  disconnectedCallback() {
    this.#attributes.disconnect();
    this.#sight.disconnect();
    document.removeEventListener("visibilitychange", this.#lookUp);
    const session = this.#app?.session;
    session?.pause();
    setTimeout(() => {
      if (!this.isConnected && session && !this.#closing) this.#closing = session.close();
    });
  }

  /** Puts an element that was moved or taken out back where it was. */
  async #wake() {
    const snapshot = await this.#closing;
    this.#closing = null;
    if (snapshot) await this.#app?.session.resume(snapshot);
    this.#configure();
  }

  async #start() {
    this.#root.append(this.#alert, this.#body, this.#live);
    try {
      const [sheet, module] = await Promise.all([styleSheet(), load()]);
      this.#root.adoptedStyleSheets = [sheet];
      this.#app = this.#create(module);
      this.#configure();
    } catch (error) {
      this.#root.adoptedStyleSheets = await styleSheet().then((sheet) => [sheet], () => []);
      this.#fail(error);
    }
  }

  /**
   * @param {import("./wasm.js").Module} module
   * @returns {App}
   */
  #create(module) {
    /** @type {Session} */
    const session = new Session({
      changed: () => this.#changed(),
      drawn: (picture) => this.#drawn(picture),
      turned: (reason) => this.#turned(reason),
      failed: (error) => this.#fail(error),
      wants: () => ({ tile: session.description ? tileOf(layersOf(session.description.experiment)) : 0, neuron: this.#app?.view.neuron ?? null }),
    });
    return {
      session,
      view: { rung: "", step: null, level: "1", pace: "calm", panel: "model", tab: "shapes", neuron: null, pinned: false },
      words: new Words(this.#language()),
      theme: watchTheme(this.#root, (theme) => this.#restyle(theme)),
      schema: module.schema(),
      presets: module.thesis(),
      get pens() {
        return current() ?? module;
      },
      change: (patch) => this.#change(patch),
      load: (experiment, play) => this.#load(experiment, play),
      take: (step) => this.#take(step),
      show: (patch) => this.#show(patch),
      fail: (error) => this.#fail(error),
      say: (text) => void (this.#live.textContent = text),
    };
  }

  #language() {
    return pickLanguage([this.getAttribute("lang"), this.closest("[lang]")?.getAttribute("lang"), ...navigator.languages]);
  }

  /** Reads all attributes; a bad one costs a message and is left out. */
  #configure() {
    const app = this.#app;
    if (!app) return;
    const language = this.#language();
    if (language !== app.words.lang || !this.#parts.length) {
      app.words = new Words(language);
      this.#build(app);
    }
    /** @type {Fault[]} */
    const faults = [];
    const get = (/** @type {string} */ name) => this.getAttribute(name);
    choose("theme", get("theme"), ["light", "dark", "auto"], faults);
    app.view.pace = choose("pace", get("pace"), PACES, faults) ?? app.view.pace;
    app.session.pace = app.view.pace;
    const { rung, preset, fields, asked } = this.#ask(app, faults);
    app.view.level = choose("level", get("level"), LEVELS, faults) ?? choose("level", recall("level"), LEVELS, []) ?? (rung === "sandbox" ? "2" : "1");
    if (asked === this.#asked) return this.#update();
    this.#asked = asked;
    app.view.rung = rung ?? (preset || Object.keys(fields).length ? "" : "1");
    const base = app.presets.find(({ name }) => name === (preset ?? SANDBOX))?.experiment;
    const start = preset ? base : (experimentOf(stepsOf(app.view.rung)[0] ?? "", app.presets) ?? base);
    const { experiment, errors } = this.#parse({ ...start }, fields);
    this.#load(experiment, false, [...faults, ...errors]);
  }

  /**
   * What the attributes say of the experiment.
   * @param {App} app
   * @param {Fault[]} faults
   */
  #ask(app, faults) {
    const get = (/** @type {string} */ name) => this.getAttribute(name);
    const rung = choose("rung", get("rung"), LIVE, faults);
    const preset = choose("preset", get("preset"), app.presets.map(({ name }) => name), faults);
    const fields = readAttributes(get, app.schema);
    return { rung, preset, fields, asked: JSON.stringify([rung, preset, fields]) };
  }

  /**
   * Fields over a base; those that are refused keep the base's value.
   * @param {Partial<Experiment>} base
   * @param {Record<string, unknown>} fields
   */
  #parse(base, fields) {
    const { parse_experiment } = /** @type {App} */ (this.#app).pens;
    const { errors } = parse_experiment({ ...base, ...fields });
    const good = Object.fromEntries(Object.entries(fields).filter(([name]) => !errors.some(({ field }) => field === name)));
    return { experiment: parse_experiment({ ...base, ...good }).experiment, errors };
  }

  /**
   * Builds all parts anew: the words or the colours are others.
   * @param {App} app
   */
  #build(app) {
    for (const part of this.#parts) part.close?.();
    const panels = segmented(app.words.t("panels"), ["data", "model", "output"].map((value) => ({ value, text: app.words.t(`slot.${value}`) })), (panel) => app.show({ panel }));
    const [bar, question, data, model, output, more] = [transport(app), lesson(app), dataSlot(app), modelSlot(app), outputSlot(app), drawer(app)];
    this.#parts = [bar, question, { element: panels.element, update: () => panels.set(app.view.panel) }, data, model, output, more];
    panels.element.classList.add("panels");
    this.#body.replaceChildren(...this.#parts.map(({ element }) => element));
    this.#body.lang = app.words.lang;
  }

  /** @param {App["theme"]} theme */
  #restyle(theme) {
    const app = this.#app;
    if (!app || JSON.stringify(theme) === JSON.stringify(app.theme)) return;
    app.theme = theme;
    this.#build(app);
    this.#update();
  }

  #update() {
    const app = this.#app;
    if (!app?.session.description) return;
    Object.assign(this.#body.dataset, { level: app.view.level, panel: app.view.panel, playing: String(app.session.playing) });
    for (const part of this.#parts) part.update?.();
    if (app.session.picture) for (const part of this.#parts) part.draw?.(app.session.picture);
  }

  /** The experiment is another one. */
  #changed() {
    const app = this.#app;
    if (!app?.session.description) return;
    const { experiment } = app.session.description;
    const steps = stepsOf(app.view.rung).map((name) => ({ name, experiment: experimentOf(name, app.presets) }));
    const known = steps.flatMap(({ name, experiment: one }) => (one ? [{ name, section: "", figures: /** @type {[number, number]} */ ([0, 0]), experiment: one, printed_accuracy: 0, printed_parameters: [] }] : []));
    app.view.step = presetOf(experiment, known)?.name ?? null;
    if (!app.view.pinned) app.view.neuron = null;
    this.#decade = Infinity;
    this.#update();
  }

  /** @param {Picture} picture */
  #drawn(picture) {
    for (const part of this.#parts) part.draw?.(picture);
    const now = performance.now();
    if (now - this.#lastEvent > EVENT_EVERY) {
      this.#lastEvent = now;
      this.#emit("step", picture.metrics);
    }
    const decade = Math.floor(Math.log10(picture.metrics.loss));
    if (decade < this.#decade && this.#decade !== Infinity) this.#speak();
    this.#decade = decade;
  }

  /** @param {"end" | "error" | "pause" | "play"} reason */
  #turned(reason) {
    this.#update();
    if (reason !== "end") return;
    this.#speak();
    this.#emit("stop", this.#app?.session.picture?.metrics ?? {});
  }

  #speak() {
    const now = performance.now();
    if (!this.#app || now - this.#lastSpoken < SPEAK_EVERY) return;
    this.#lastSpoken = now;
    this.#live.textContent = sentence(this.#app);
  }

  /**
   * @param {Partial<Experiment>} experiment
   * @param {boolean} play
   * @param {Fault[]} [faults]
   */
  async #load(experiment, play, faults = []) {
    this.#report(faults);
    try {
      if (this.#app) this.#app.view.pinned = false;
      await this.#app?.session.load(experiment, play);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {import("./state.js").Patch} patch */
  async #change(patch) {
    const { session, schema } = /** @type {App} */ (this.#app);
    if (!session.description) return false;
    const live = (/** @type {string} */ name) => schema.find((field) => field.name === name)?.live;
    try {
      const entries = Object.entries(patch);
      if (entries.every(([name]) => live(name))) for (const [name, value] of entries) await session.set(name, value);
      else await session.load(changed(session.description.experiment, patch), session.playing);
      this.#report([]);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** @param {string} name of a step */
  #take(name) {
    const app = /** @type {App} */ (this.#app);
    const experiment = experimentOf(name, app.presets);
    const rung = STEPS[name]?.rung;
    if (rung && rung !== app.view.rung) {
      app.view.rung = rung;
      this.setAttribute("rung", rung);
      this.removeAttribute("preset");
      this.#asked = this.#ask(app, []).asked; // the step is loaded below
      this.#emit("rung", { rung });
    }
    if (experiment) this.#load(experiment, true);
  }

  /** @param {Partial<View>} patch */
  #show(patch) {
    const app = /** @type {App} */ (this.#app);
    const { neuron } = app.view;
    Object.assign(app.view, patch);
    if (patch.level) remember("level", patch.level);
    if (patch.pace) app.session.pace = patch.pace;
    this.#update();
    if (neuron !== app.view.neuron) app.session.draw();
  }

  #lookUp = () => {
    if (this.#app) this.#app.session.visible = this.#seen && !document.hidden;
  };

  /** @param {any} error */
  #fail(error) {
    const { code = "unknown", field = "", expected = null, got = null, at = null, message = "" } = error ?? {};
    this.#report([Object.assign({ code, field, expected, got, at }, { message })]);
    if (code === "diverged" || code === "trapped") this.#app?.session.draw();
  }

  /** @param {Fault[]} faults none clears the message */
  #report(faults) {
    const words = this.#app?.words ?? new Words(this.#language());
    this.#alert.replaceChildren(...faults.map((fault) => h("p", {}, words.error(fault))));
    for (const fault of faults) this.#emit("error", fault);
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`neurone-${name}`, { detail, bubbles: true }));
  }
}
