// @ts-check
// What keeps a reader's work: undo, the way back through the training, the link, files, and the run that
// survives a reload.

import { dropWork, isReload, keepWork, keptWork } from './autosave.js';
import { bytesOf, experimentText, fault, modelText, readText, save } from './files.js';
import { Past } from './history.js';
import { rungOf } from './ladder.js';
import { LONGEST, writeLink } from './link.js';
import { namedOf, shownAt } from './state.js';
import { TENSORS, checkSizes, readTensors, tensorsOf } from './tensors.js';
import { Timeline } from './timeline.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./state.js").Picture} Picture
 * @typedef {import("./pkg/neurone.js").Snapshot} Snapshot
 */

/** The page of the playground, to which links lead from wherever the element stands. */
const PAGE = new URL('../', import.meta.url);

export class Keeper {
  past = new Past();
  timeline = new Timeline();
  /** Whether what is shown was kept from before a reload, and whether the reader has been told. @type {'' | 'new' | 'seen'} */
  restored = '';
  host;
  #app;
  #anew;
  #loaded = false;
  /** What the page asks for; work is kept under it. */
  #place = '';
  #edits = 0;

  /**
   * @param {App} app
   * @param {HTMLElement} host
   * @param {() => void} anew loads what the page asks for
   */
  constructor(app, host, anew) {
    this.#app = app;
    this.host = host;
    this.#anew = anew;
  }

  /**
   * The page asks for an experiment.
   * @param {string} place
   * @returns {Snapshot | null} what was kept here, to be shown again where this is a reload
   */
  asked(place) {
    this.#place = place;
    this.past.forget();
    const first = !this.#loaded;
    this.#loaded = true;
    const kept = first && this.host.hasAttribute('autosave') && isReload() ? keptWork(place) : null;
    this.restored = kept ? 'new' : '';
    return kept;
  }

  /** The reader has gone to another place. @param {string} place */
  moved(place) {
    this.#place = place;
  }

  /** Another experiment holds. */
  changed() {
    const { description, picture } = this.#app.session;
    if (!description) return;
    const { experiment, current } = description;
    const edit = experiment.edits.at(-1);
    const fresh = edit?.field === 'parameter' && experiment.edits.length > this.#edits;
    this.#edits = experiment.edits.length;
    const [index, to] = fresh ? /** @type {[number, number]} */ (edit.value) : [0, 0];
    const weight = fresh ? { index, from: picture?.parameters[index] ?? to, to } : undefined;
    this.past.note({ ...current, edits: [] }, performance.now(), weight, this.#app.view.rung);
  }

  /** @param {Picture} picture */
  drawn(picture) {
    if (picture.snapshot) this.timeline.add(picture.snapshot);
  }

  /** @param {1 | -1} direction back or on */
  async undo(direction) {
    const { session, words } = this.#app;
    const done = await this.past.move(direction, async (patch, weight, { rung, moment }) => {
      // Where the reader has gone back to before a weight was set, it is not.
      const set = JSON.stringify(weight && [weight.index, weight.from]);
      const { edits } = session.description?.experiment ?? { edits: [] };
      const stands = edits.some(({ field, value }) => field === 'parameter' && JSON.stringify(value) === set);
      if (weight && (stands || direction > 0)) await session.set('parameter', [weight.index, weight.to]);
      this.#app.climb(rung);
      return Object.keys(patch).length === 0 || this.#app.change(patch, moment);
    });
    if (done) this.#app.say(words.t(direction < 0 ? 'undone' : 'redone'));
    this.#app.show({});
  }

  /** Goes to a moment of this run. @param {Snapshot} moment */
  async seek(moment) {
    await this.#app.session.restore(moment, () => this.timeline.seek(moment));
  }

  /** The address that leads to this experiment. */
  get link() {
    const { session, schema, view, words } = this.#app;
    const experiment = session.description?.experiment;
    if (!experiment) return '';
    const text = writeLink({ experiment, rung: view.rung, level: view.level }, schema, namedOf(this.#app));
    return `${PAGE.href}?lang=${words.lang}#${text}`;
  }

  /** Copies the link; where it is too long for one, says that a file is the way. */
  async copyLink() {
    const { link } = this;
    if (link.length > LONGEST) throw fault('link_long', '', String(link.length));
    await navigator.clipboard.writeText(link);
    this.#app.say(this.#app.words.t('link.copied'));
  }

  saveExperiment() {
    const experiment = this.#app.session.description?.experiment;
    if (experiment) save('neurone-experiment.json', json(experimentText(experiment)));
  }

  async saveModel() {
    const { session } = this.#app;
    const snapshot = await session.snapshot();
    const matrices = session.description?.sequences?.matrices;
    if (snapshot) save('neurone-model.json', json(modelText(snapshot, matrices)));
  }

  async saveTensors() {
    const { session } = this.#app;
    const snapshot = await session.snapshot();
    const experiment = session.description?.current;
    if (snapshot && experiment) save('neurone-model.safetensors', await tensorsOf(experiment, snapshot.parameters));
  }

  /** Opens an experiment or a model; the running one stays if it will not do. @param {File} file */
  async open(file) {
    const { session, pens, words } = this.#app;
    const bytes = await bytesOf(file);
    const read = TENSORS.test(file.name)
      ? await readTensors(bytes, session.description?.current)
      : readText(new TextDecoder().decode(bytes));
    const { experiment, errors } = pens.parse_experiment('snapshot' in read ? read.snapshot.experiment : read.experiment);
    if (errors.length) throw Object.assign(fault('file_kind'), { faults: errors });
    if ('sizes' in read && read.sizes) checkSizes(experiment, read.sizes);
    const arriving = () => this.#app.climb(rungOf(experiment, this.#app.view.rung));
    if ('snapshot' in read) {
      await session.resume(read.snapshot, false, arriving);
      this.#app.show({ level: shownAt(this.#app.view.level) });
    } else await session.load(experiment, false, arriving);
    this.#app.say(words.t('file.opened', { name: file.name }));
  }

  /** Keeps the run for a reload, if the reader has made it their own. */
  keep() {
    if (!this.host.hasAttribute('autosave') || !(this.past.canUndo || this.restored)) return;
    const snapshot = this.#app.session.picture?.snapshot;
    if (snapshot) keepWork(this.#place, snapshot);
  }

  /** Gives up what was restored. */
  anew() {
    dropWork(this.#place);
    this.restored = '';
    this.#anew();
  }
}

/** @param {string} text */
const json = (text) => new Blob([text], { type: 'application/json' });
