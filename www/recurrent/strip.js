// @ts-check
// One sequence on its way through a cell, as strips of units by time: x, c, h, and what is asked and answered.

import { h, write } from '../dom.js';
import { largest } from '../state.js';
import { answersOf } from './rows.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Picture} Picture
 * @typedef {import("../pkg/neurone.js").SequencesInfo} SequencesInfo
 */

/** What each row is explained by. @type {Record<string, string>} */
const ABOUT = { x: 'cell.about.x', c: 'cell.about.c', h: 'cell.about.h', target: 'time.part.target.hint', answer: 'time.part.output.hint' };

/** @param {App} app */
export function strip(app) {
  const { words } = app;
  /** @type {Map<string, { row: HTMLElement, canvas: HTMLCanvasElement }>} */
  const rows = new Map();
  const element = h('div', { class: 'race-strip' });
  const answer = h('p', { class: 'caption' });
  const row = (/** @type {string} */ name) => {
    let one = rows.get(name);
    if (!one) {
      const canvas = h('canvas', { class: 'strip', role: 'img' });
      const label = h('span', { class: `label ${name}`, title: words.t(ABOUT[name] ?? '') }, words.t(`race.${name}`));
      one = { row: h('div', { class: 'strip-row' }, label, canvas), canvas };
      rows.set(name, one);
    }
    return one;
  };
  return {
    element: h('div', { class: 'race-strips' }, element, answer),
    /**
     * @param {Picture} picture
     * @param {SequencesInfo} sequences
     */
    draw(picture, sequences) {
      const passage = picture.sequence?.passage;
      if (!passage) return;
      const both = (/** @type {string} */ name, /** @type {Float64Array} */ values, most = largest(values)) => ({ name, values, low: -most, most });
      const cell = (passage.layers.at(-1) ?? []).filter(({ name }) => name === 'c' || name === 'h');
      const parts = [both('x', passage.x), ...cell.map(({ name, values }) => both(name, values, name === 'h' ? 1 : largest(values)))];
      const along = sequences.n_out === 1 && sequences.n_out_steps > 1;
      const most = Math.max(largest(passage.y), largest(passage.output));
      // A yes or no has the colours of its classes.
      const low = sequences.classes.length ? 0 : -most;
      if (along) parts.push({ name: 'target', values: passage.y, low, most }, { name: 'answer', values: passage.output, low, most });
      for (const { name, values, low, most } of parts) paint(row(name).canvas, name, values, passage.n_steps, [low, most]);
      const wanted = parts.map(({ name }) => row(name).row);
      if (wanted.some((one, i) => element.children[i] !== one) || element.children.length !== wanted.length)
        element.replaceChildren(...wanted);
      if (app.due('texts')) write(answer, along ? '' : lastAnswer(app, passage, sequences));
    },
  };

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {string} name
   * @param {Float64Array} values `[n_steps, n]`
   * @param {number} n_steps
   * @param {[number, number]} range of the colours
   */
  function paint(canvas, name, values, n_steps, range) {
    const n = values.length / n_steps;
    const turned = Float64Array.from(values, (_, i) => values[(i % n_steps) * n + Math.floor(i / n_steps)] ?? 0);
    app.pens.draw_boundary(canvas, app.theme, turned, n_steps, n, ...range);
    if (!app.due('texts')) return;
    const last = values.subarray(values.length - n);
    const numbers = Array.from(last, (value) => words.fixed(value, 2)).join(words.t('race.and'));
    canvas.setAttribute('aria-label', words.t('race.strip', { name: words.t(`race.${name}`), n_steps, numbers }));
  }
}

/**
 * What is asked at the end and what is answered.
 * @param {App} app
 * @param {import("../pkg/neurone.js").Passage} passage
 * @param {SequencesInfo} sequences
 */
function lastAnswer({ words, session }, passage, sequences) {
  const { classes } = sequences;
  const last = answersOf(passage, sequences, session.description?.current.output ?? '').at(-1);
  if (!last) return '';
  const { wanted, given, share } = last;
  if (!classes.length) return words.t('race.value', { target: words.fixed(wanted, 2), answer: words.fixed(given, 2) });
  const named = (/** @type {number} */ one) => classes[one] ?? String(one);
  return words.t('race.class', { target: named(wanted), answer: named(given), share: words.percent(share) });
}
