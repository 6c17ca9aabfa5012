// @ts-check
// What the element says: messages to the reader, sentences to a screen reader, events to the page.

import { h } from './dom.js';

/** @typedef {import("./words.js").Fault} Fault */

/** Milliseconds between two sentences, and between two `neurone-step` events. */
const SENTENCE_EVERY = 5000;
const STEP_EVERY = 250;

export class Herald {
  alert = h('div', { id: 'alert', class: 'alert', role: 'alert' });
  live = h('div', { 'class': 'unseen', 'aria-live': 'polite' });
  #host;
  #spoken = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #stepped = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #telling;
  /** Of the picture before: the power of ten of its loss, and whether its task was solved. */
  #decade = Infinity;
  #solved = false;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
  }

  /**
   * Shows what is wrong; nothing takes the message away.
   * @param {Fault[]} faults
   * @param {import("./words.js").Words} words
   */
  report(faults, words) {
    this.alert.replaceChildren(...faults.map((fault) => h('p', { 'data-field': fault.field ?? null }, words.error(fault))));
    for (const fault of faults) this.emit('error', fault);
  }

  /** Takes the messages away, except about fields in which a refused value still stands. @param {string[]} fields */
  settle(fields) {
    for (const message of /** @type {HTMLElement[]} */ ([...this.alert.children]))
      if (!fields.includes(message.dataset.field ?? '')) message.remove();
  }

  /** Says what was asked for. @param {string} text */
  say(text) {
    this.live.textContent = text;
    this.#spoken = performance.now();
  }

  /** Says something of its own accord, in its turn. @param {() => string} sentence as it is then */
  tell(sentence) {
    clearTimeout(this.#timer);
    const due = this.#spoken + SENTENCE_EVERY - performance.now();
    this.#timer = setTimeout(() => this.say(sentence()), Math.max(0, due));
  }

  /** Another experiment begins: what it starts with is no news. */
  begin() {
    this.#decade = Infinity;
  }

  /**
   * Tells where training stands, and says a sentence once the task is solved and whenever the loss falls below a
   * power of ten.
   * @param {import("./state.js").Picture} picture
   * @param {() => string} sentence
   */
  follow({ metrics, sequence }, sentence) {
    this.#step(metrics);
    const solved = Boolean(sequence?.solvedAt);
    const decade = Math.floor(Math.log10(metrics.loss));
    if ((solved && !this.#solved) || (decade < this.#decade && this.#decade !== Infinity)) this.tell(sentence);
    [this.#solved, this.#decade] = [solved, decade];
  }

  /** Now or in its turn. @param {import("./pkg/neurone.js").Metrics} metrics */
  #step(metrics) {
    clearTimeout(this.#telling);
    const due = this.#stepped + STEP_EVERY - performance.now();
    if (due > 0) return void (this.#telling = setTimeout(() => this.#step(metrics), due));
    this.#stepped = performance.now();
    this.emit('step', metrics);
  }

  /**
   * @param {"step" | "stop" | "error" | "rung"} name of the event, after `neurone-`
   * @param {object} detail
   */
  emit(name, detail) {
    this.#host.dispatchEvent(new CustomEvent(`neurone-${name}`, { detail, bubbles: true }));
  }
}
