// @ts-check
// The slider that goes back through a training, and on again.

import { newId } from './controls.js';
import { h, readout } from './dom.js';
import { explain } from './hints.js';
import { Turns } from './turns.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 */

/**
 * The slider under the curves.
 * @param {App} app
 * @returns {Part}
 */
export function timelineSlider(app) {
  const { words, keeper } = app;
  const { timeline } = keeper;
  const id = newId();
  const input = h('input', { id, type: 'range', min: 0, max: 0, step: 1, value: 0 });
  const step = readout({ for: id });
  const turns = new Turns(async () => {
    const moment = timeline.moments[Number(input.value)];
    if (moment) await keeper.seek(moment).catch(app.fail);
  });
  const seek = async () => {
    await turns.ask();
    show();
  };
  const show = () => {
    if (turns.busy) return;
    const { moments, index } = timeline;
    input.max = String(Math.max(0, moments.length - 1));
    input.value = String(Math.max(0, index));
    input.disabled = moments.length < 2;
    step.value = words.count(timeline.at);
    input.setAttribute('aria-valuetext', words.t('timeline.at', { step: timeline.at }));
  };
  input.addEventListener('input', seek);
  return {
    element: explain(
      h('div', { class: 'field slider timeline from-3' }, h('label', { for: id }, words.t('timeline')), input, step),
      words.t('timeline.hint'),
    ),
    update: show,
    draw: show,
  };
}
