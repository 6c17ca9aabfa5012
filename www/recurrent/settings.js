// @ts-check
// What defines the training of a cell, in the groups of the feed-forward side.

import { newId } from '../controls.js';
import { h } from '../dom.js';
import { explain } from '../hints.js';
import { runSettings } from '../start.js';
import { foldedSettings, remarks, setting } from '../training.js';
import { Turns } from '../turns.js';
import { partsOf } from './cellplan.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Experiment} Experiment
 * @typedef {import("../training.js").Control} Control
 */

/** Rarely used settings by what they belong to. @type {Record<string, (keyof Experiment)[]>} */
const GROUPS = {
  cell: ['n_layers', 'bias', 'init', 'output'],
  loss: ['loss', 'l1', 'l1_stays_zero', 'l2', 'dropout'],
  descent: ['batch_size', 'clip_norm', 'truncate', 'momentum', 'weight_decay'],
  schedule: ['schedule', 'schedule_steps', 'schedule_factor'],
};
/** Those whose usual value suits every task, so that another one is worth a word at the second level. */
const REMARKABLE = Object.values(GROUPS)
  .flat()
  .filter((name) => !['init', 'output', 'loss', 'batch_size'].includes(name));

/** The steps of the slider, and how many there are. */
const FORGET = { min: 0, max: 5, step: 0.25 };

/** @param {App} app @returns {Control & { draw: (picture: import("../state.js").Picture) => void }} */
export function settings(app) {
  const main = [
    setting(app, 'n_hidden'),
    setting(app, 'learning_rate'),
    setting(app, 'optimizer'),
    forgetBias(app),
  ];
  const folded = foldedSettings(app, GROUPS);
  const said = remarks(app, REMARKABLE);
  main[2]?.element.classList.add('from-3');
  const run = runSettings(app, [], { epochs: false, rules: ['stop_loss'] });
  run.element.classList.add('from-3');
  const element = h(
    'div',
    { class: 'from-2 model-controls of-cell' },
    h('div', { class: 'fields main' }, ...main.map((one) => one.element)),
    said.element,
    run.element,
    folded.element,
  );
  return {
    element,
    set(now) {
      for (const one of [...main, folded, said]) one.set(now);
      run.update();
    },
    draw: said.draw,
  };
}

/**
 * Where the biases of the forget gate begin, under the hand: the run begins anew with each value.
 * @param {App} app
 * @returns {Control}
 */
function forgetBias(app) {
  const { words } = app;
  const id = newId();
  const value = h('span', { class: 'number' });
  const input = h('input', { type: 'range', id, name: 'forget_bias', ...FORGET });
  const turns = new Turns(() => app.change({ forget_bias: Number(input.value) }));
  input.addEventListener('input', () => {
    value.textContent = words.plain(Number(input.value));
    turns.ask();
  });
  return {
    element: explain(
      h('div', { class: 'field forget-bias' }, h('label', { for: id }, words.field('forget_bias'), ' ', value), input),
      words.t('hint.forget_bias'),
    ),
    set(now) {
      if (turns.busy) return;
      input.value = String(now.forget_bias);
      value.textContent = words.plain(now.forget_bias);
      const keeps = partsOf(now.cell).some((part) => part === 'f' || part === 'z');
      input.disabled = !keeps || !now.bias || now.parameters !== null;
    },
  };
}
