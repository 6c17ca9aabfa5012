// @ts-check
// The element: it reads its attributes, runs a session, and has its parts show it.

import { grant, readWish } from './attributes.js';
import { segmented } from './controls.js';
import { dataSlot } from './data.js';
import { h, keepFocus, keepOpen } from './dom.js';
import { Film } from './film.js';
import { Herald } from './herald.js';
import { hints } from './hints.js';
import { Keeper } from './keep.js';
import { STEPS, experimentOf, rivalOf, rungOf, stepOf } from './ladder.js';
import { chunk, later } from './later.js';
import { lesson } from './lesson.js';
import { takeKeysAndFiles } from './keys.js';
import { modelSlot } from './model.js';
import { tileOf } from './network.js';
import { outputSlot } from './output.js';
import { pensOf } from './pens.js';
import { loadExercises } from './presets.js';
import { Session } from './session.js';
import { THROUGH, asksAnew, changed, isRecurrent, layersOf, namedOf, recall, remember, throughAfter } from './state.js';
import { lowerRate } from './stops.js';
import { dress, redress, watchTheme } from './theme.js';
import { sentence, transport } from './transport.js';
import { current, load } from './wasm.js';
import { Words, fetchTexts, hasTexts, pickLanguage } from './words.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").View} View
 * @typedef {import("./state.js").Picture} Picture
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./words.js").Fault} Fault
 */

const STYLE = './style.css';
const tabs = chunk(() => import('./tabs.js'));

/** The drawer of the third level. @param {App} app */
const pointsDrawer = (app) => later(app, () => app.view.level === '3', tabs, ({ drawer }) => drawer(app));

export class NeuronePlayground extends HTMLElement {
  #root = this.attachShadow({ mode: 'open' });
  #herald = new Herald(this);
  #body = h('div', { class: 'playground' }, h('slot'));
  #hint = hints(this.#body);
  /** @type {App | null} */
  #app = null;
  /** @type {Part[]} */
  #parts = [];
  /** What the attributes asked for last, of the view and of the experiment. */
  #viewed = '';
  #asked = '';
  /** Whether something was wrong with them. */
  #faulty = false;
  /** @type {Promise<import("./engine.js").Snapshot | null> | null} */
  #closing = null;
  #redrawing = false;
  #seen = false;
  /** Whose turn it is while a picture of a film is drawn; `null` where everything is drawn. @type {import("./state.js").Turn | null} */
  #turn = null;
  #film = new Film();
  /** The step that was on last: its race goes on when the reader leaves it. @type {string | null} */
  #raced = null;
  /** The views of sequences, fetched when one is asked for. @type {typeof import("./recurrent/index.js") | null} */
  #recurrent = null;
  /** Whether the parts show a sequence. */
  #sequential = false;
  #attributes = new MutationObserver(() => this.#configure());
  #sight = new IntersectionObserver((entries) => {
    this.#seen = entries.at(-1)?.isIntersecting ?? false;
    this.#lookUp();
  });

  connectedCallback() {
    this.#attributes.observe(this, { attributes: true });
    for (const around of [document.documentElement, this.parentElement?.closest('[lang]')])
      if (around) this.#attributes.observe(around, { attributeFilter: ['lang'] });
    this.#sight.observe(this);
    document.addEventListener('visibilitychange', this.#lookUp);
    addEventListener('pagehide', this.#leave);
    if (this.#app) this.#wake();
    else if (!this.#root.firstChild) this.#start();
  }

  adoptedCallback() {
    redress(this.#root);
  }

  disconnectedCallback() {
    this.#attributes.disconnect();
    this.#sight.disconnect();
    document.removeEventListener('visibilitychange', this.#lookUp);
    removeEventListener('pagehide', this.#leave);
    const session = this.#app?.session;
    session?.pause();
    setTimeout(() => {
      if (this.isConnected || !session) return;
      this.#close();
      this.#closing ??= session.close();
    });
  }

  /** Puts an element that was moved or taken out back where it was. */
  async #wake() {
    try {
      const snapshot = await this.#closing?.finally(() => (this.#closing = null));
      if (snapshot) await this.#app?.session.resume(snapshot);
    } catch (error) {
      this.#fail(error);
    }
    this.#configure();
    if (!this.isConnected) this.disconnectedCallback();
  }

  async #start() {
    this.#root.append(this.#body, this.#herald.alert, this.#herald.live);
    try {
      const module = load();
      // The page may have more to say, such as its language, in the script that defines the element.
      await null;
      const [points, exercises] = await Promise.all([
        module,
        loadExercises(module),
        dress(this.#root, [STYLE]),
        fetchTexts(this.#language()),
      ]);
      this.#app = this.#create(points, exercises);
      this.#configure();
      if (!this.isConnected) this.disconnectedCallback();
    } catch (error) {
      await Promise.allSettled([dress(this.#root, [STYLE]), fetchTexts(this.#language())]);
      this.#fail(error);
    }
  }

  /**
   * @param {import("./wasm.js").Module} module
   * @param {App["exercises"]} exercises
   * @returns {App}
   */
  #create(module, exercises) {
    /** @type {Session} */
    const session = new Session({
      changed: () => this.#changed(),
      drawn: (picture) => this.#drawn(picture),
      turned: (reason) => this.#turned(reason),
      failed: (error) => this.#fail(error),
      wants: ({ sequences, experiment }, opposed) => ({
        tile: sequences ? 0 : tileOf(layersOf(experiment)),
        neuron: app.view.neuron,
        through: {
          ...throughAfter(app.view.through, session.description?.experiment, experiment),
          flow: opposed || (app.view.through.flow && app.view.level === '3'),
        },
      }),
      rival: (experiment, goesOn) => {
        const step = stepOf(app.view.rung, experiment, namedOf(app));
        if (step) return rivalOf(step, experiment, app.view.equal ?? false);
        // What the reader changes in a race holds for both, while it is about the same cell.
        const same = goesOn && session.rival && experiment.cell === session.description?.experiment.cell;
        return same ? rivalOf(this.#raced, experiment, false) : null;
      },
      prepare: async (experiment) => {
        if (!isRecurrent(experiment)) return;
        const [views] = await Promise.all([
          import('./recurrent/index.js'),
          dress(this.#root, [STYLE, './recurrent/style.css']),
          load('sequences'),
        ]);
        this.#recurrent = views;
        await fetchTexts(app.words.lang);
      },
      replaced: (before, after, left) => {
        app.view.through = throughAfter(app.view.through, before, after);
        if (left) app.keeper.past.leave(left);
      },
    });
    /** @type {App} */
    const app = {
      session,
      keeper: /** @type {any} */ (null),
      view: {
        rung: '',
        step: null,
        level: '1',
        pace: 'calm',
        panel: 'model',
        tab: 'shapes',
        neuron: null,
        pinned: false,
        pencil: null,
        discrete: recall('discrete') === 'on',
        through: { ...THROUGH },
      },
      words: new Words(this.#language()),
      theme: watchTheme(this.#root, (theme) => this.#restyle(theme)),
      schema: module.schema(),
      presets: module.thesis(),
      lanes: module.staircase(),
      exercises,
      get pens() {
        return pensOf(current() ?? module);
      },
      change: (asked, moment) => this.#change(asked, moment),
      load: (experiment) => {
        this.#climb(rungOf(experiment, app.view.rung));
        this.#load(experiment, false);
      },
      take: (step) => this.#take(step),
      show: (patch) => this.#show(patch),
      fail: (error) => this.#fail(error),
      settle: () => this.#settle([]),
      climb: (rung) => this.#climb(rung),
      say: (text) => this.#herald.say(text),
      due: (turn) => this.#turn === null || this.#turn === turn,
    };
    app.keeper = new Keeper(app, this, () => {
      this.#asked = '';
      this.#configure();
    });
    takeKeysAndFiles(app);
    return app;
  }

  #language() {
    return pickLanguage([
      this.getAttribute('lang'),
      this.closest('[lang]')?.getAttribute('lang'),
      ...navigator.languages,
    ]);
  }

  /** Does what the attributes ask for, as far as it is new. */
  #configure() {
    const app = this.#app;
    if (!app) return;
    const language = this.#language();
    if (!hasTexts(language)) {
      fetchTexts(language).then(
        () => this.#configure(),
        (error) => this.#fail(error),
      );
      return;
    }
    if (language !== app.words.lang || !this.#parts.length) {
      app.words = new Words(language);
      this.#rebuild(app);
    }
    const wish = this.#wish(app);
    if (wish.viewed !== this.#viewed) Object.assign(app.view, wish.view);
    this.#viewed = wish.viewed;
    app.session.pace = app.view.pace;
    const mended = this.#faulty && !wish.faults.length;
    this.#faulty = wish.faults.length > 0;
    if (wish.asked === this.#asked) {
      if (this.#faulty || mended) this.#report(wish.faults);
      return this.#update();
    }
    this.#asked = wish.asked;
    const { rung, experiment, faults } = grant(wish, app);
    app.view.rung = rung;
    const kept = app.keeper.asked(wish.asked);
    this.#report(faults);
    if (kept) app.session.resume(kept).catch(() => app.keeper.anew());
    else this.#load(experiment, false, faults);
  }

  /** @param {App} app */
  #wish(app) {
    return readWish((name) => this.getAttribute(name), app);
  }

  /** The words or the colours are others. @param {App} app */
  #rebuild(app) {
    keepOpen(this.#root, () => {
      this.#build(app);
      this.#update();
    });
  }

  /**
   * Builds all parts anew.
   * @param {App} app
   */
  #build(app) {
    keepFocus(this.#root, () => this.#buildParts(app));
  }

  /** @param {App} app */
  #buildParts(app) {
    this.#close();
    const panels = segmented(
      app.words.t('panels'),
      ['data', 'model', 'output'].map((value) => ({ value, text: app.words.t(`slot.${value}`) })),
      (panel) => app.show({ panel }),
      app.words.t('panels.hint'),
    );
    this.#sequential = Boolean(app.session.description?.sequences);
    const sequences = this.#sequential ? this.#recurrent : null;
    const views = sequences ?? { dataSlot, modelSlot, outputSlot, drawer: pointsDrawer };
    const [bar, question, data, model, output, more] = [
      transport(app),
      lesson(app),
      views.dataSlot(app),
      views.modelSlot(app),
      views.outputSlot(app),
      views.drawer(app),
    ];
    this.#parts = [
      bar,
      question,
      ...(sequences ? [sequences.race(app)] : []),
      { element: panels.element, update: () => panels.set(app.view.panel) },
      data,
      model,
      output,
      more,
    ];
    panels.element.classList.add('panels');
    this.#body.replaceChildren(...this.#parts.map(({ element }) => element), this.#hint);
    this.#body.lang = app.words.lang;
  }

  /** Lets go of all parts: what they listen to outside would keep them. */
  #close() {
    for (const part of this.#parts) part.close?.();
    this.#parts = [];
  }

  /** @param {App["theme"]} theme */
  #restyle(theme) {
    const app = this.#app;
    if (!app || JSON.stringify(theme) === JSON.stringify(app.theme)) return;
    app.theme = theme;
    this.#rebuild(app);
  }

  #update() {
    const app = this.#app;
    if (!app?.session.description) return;
    Object.assign(this.#body.dataset, {
      level: app.view.level,
      panel: app.view.panel,
      playing: String(app.session.playing),
      about: app.session.description.sequences ? 'sequences' : 'points',
      dark: String(app.theme.paper < app.theme.ink),
      race: String(Boolean(app.session.rival)),
      knob: (app.view.step && STEPS[app.view.step]?.knob?.field) || '',
    });
    keepFocus(this.#root, () => {
      for (const part of this.#parts) part.update?.();
      if (app.session.picture) for (const part of this.#parts) part.draw?.(app.session.picture);
    });
  }

  /** The experiment is another one. */
  #changed() {
    const app = this.#app;
    if (!app?.session.description) return;
    const { experiment, sequences } = app.session.description;
    if (Boolean(sequences) !== this.#sequential) this.#build(app);
    // A question about points says nothing of sequences, nor the other way round.
    const place = rungOf(experiment, app.view.rung);
    if (Number(place) > 3 !== Number(app.view.rung) > 3) this.#climb(place);
    app.view.step = stepOf(app.view.rung, experiment, namedOf(app));
    if (app.view.step) this.#raced = app.view.step;
    const neurons = sequences
      ? 0
      : layersOf(experiment)
          .slice(1)
          .reduce((sum, size) => sum + size, 0);
    if ((app.view.neuron ?? 0) >= neurons) Object.assign(app.view, { neuron: null, pinned: false });
    this.#herald.begin();
    app.keeper.changed();
    this.#update();
  }

  /** @param {Picture} picture */
  #drawn(picture) {
    const app = this.#app;
    if (!app) return;
    if (!performance.getEntriesByName('neurone-ready').length) performance.mark('neurone-ready');
    app.keeper.drawn(picture);
    this.#turn = this.#film.next(performance.now(), app.session.playing, app.view.pace);
    for (const part of this.#parts) part.draw?.(picture);
    this.#turn = null;
    this.#herald.follow(picture, () => sentence(app));
  }

  /** @param {"end" | "error" | "pause" | "play"} reason */
  #turned(reason) {
    this.#update();
    const app = this.#app;
    if (reason !== 'end' || !app) return;
    this.#herald.tell(() => sentence(app));
    this.#herald.emit('stop', app.session.metrics ?? {});
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
      // What does not fit together leaves the page with the first experiment instead of none.
      const first = this.#app?.presets[0]?.experiment;
      if (first && !this.#app?.session.description) await this.#app?.session.load(first);
    }
  }

  /**
   * @param {Parameters<App["change"]>[0]} asked
   * @param {Parameters<App["change"]>[1]} moment
   */
  async #change(asked, moment) {
    const { session, schema } = /** @type {App} */ (this.#app);
    if (!session.description) return false;
    const patchOf = typeof asked === 'function' ? asked : () => asked;
    const patch = patchOf(session.description.current);
    const live = (/** @type {string} */ name) => schema.find((field) => field.name === name)?.live;
    try {
      const entries = Object.entries(patch);
      if (entries.every(([name]) => live(name)))
        for (const [name, value] of entries) await session.set(name, value);
      else if (moment) await session.resume(moment, null);
      else await session.load((now) => changed(now, patchOf(now)), null);
      this.#settle(Object.keys(patch));
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** What failed before is over, except for refused values that still stand. @param {string[]} fields accepted */
  #settle(fields) {
    const refused = /** @type {HTMLElement[]} */ ([...this.#body.querySelectorAll('[aria-invalid="true"]')]);
    this.#herald.settle(refused.map(({ dataset }) => dataset.field ?? '').filter((field) => !fields.includes(field)));
  }

  /** @param {string} name of a step */
  #take(name) {
    const app = /** @type {App} */ (this.#app);
    const experiment = experimentOf(name, namedOf(app));
    this.#climb(STEPS[name]?.rung ?? app.view.rung);
    if (experiment) this.#load(experiment, true);
  }

  /** Goes to a rung without its start; another experiment follows. @param {string} rung */
  #climb(rung) {
    const app = /** @type {App} */ (this.#app);
    if (rung === app.view.rung) return;
    app.view.rung = rung;
    this.setAttribute('rung', rung);
    this.removeAttribute('preset');
    this.removeAttribute('link');
    // What is shown stays as the reader has it, whatever the attributes began with.
    ({ asked: this.#asked, viewed: this.#viewed } = this.#wish(app));
    app.keeper.moved(this.#asked);
    this.#herald.emit('rung', { rung });
  }

  /** @param {Partial<View>} patch */
  #show(patch) {
    const app = /** @type {App} */ (this.#app);
    const { neuron, through } = app.view;
    Object.assign(app.view, patch);
    if (patch.level) remember('level', patch.level);
    if ('discrete' in patch) remember('discrete', patch.discrete ? 'on' : 'off');
    if (patch.pace) app.session.pace = patch.pace;
    if (asksAnew(through, app.view.through)) app.session.draw();
    if (!('neuron' in patch)) return this.#update();
    for (const part of this.#parts) part.look?.();
    if (neuron !== app.view.neuron) app.session.draw();
  }

  #leave = () => this.#app?.keeper.keep();

  #lookUp = () => {
    if (this.#app) this.#app.session.visible = this.#seen && !document.hidden;
  };

  /** @param {any} error */
  #fail(error) {
    if (error?.faults) return this.#report(error.faults);
    const {
      code = 'unknown',
      field = '',
      expected = null,
      got = null,
      at = null,
      message = '',
    } = error ?? {};
    this.#report([Object.assign({ code, field, expected, got, at }, { message })]);
    if (code === 'diverged' || code === 'trapped') this.#redraw();
    if (code === 'diverged' && this.#app) this.#herald.alert.append(lowerRate(this.#app));
  }

  /** Shows where the run stands after a failure; if that fails as well, it is not tried again. */
  async #redraw() {
    if (this.#redrawing) return;
    this.#redrawing = true;
    await this.#app?.session.draw();
    this.#redrawing = false;
  }

  /** @param {Fault[]} faults none clears the message */
  #report(faults) {
    this.#herald.report(faults, this.#app?.words ?? new Words(this.#language()));
  }
}
