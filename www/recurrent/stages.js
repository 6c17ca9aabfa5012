// @ts-check
// From the RNN to the LSTM, one gate at a time: which cell it is, and whether it starts from scratch or goes
// on with the weights that still mean something.

import { menu, segmented } from '../controls.js';
import { h } from '../dom.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Experiment} Experiment
 */

/** The steps of the construction, with the part that each one adds. @type {[string, string, string][]} */
const STAGES = [
  ['rnn', '0', ''],
  ['stage1', '1', 'c'],
  ['stage2', '2', 'f'],
  ['stage3', '3', 'i'],
  ['lstm', '4', 'o'],
];
/** Cells off the way. */
const MORE = ['lstm_printed', 'lstm_1997', 'gru_cho'];

/** @param {App} app */
export function stages(app) {
  const { words, session } = app;
  let grafts = false;
  const take = async (/** @type {string} */ name) => {
    const now = session.description?.current;
    if (!now || now.cell === name) return;
    const cell = /** @type {import("../pkg/neurone.js").Cell} */ (name);
    const kept = grafts ? await session.askSequences('graft', cell) : null;
    await app.change({ cell, parameters: kept ? [...kept] : null });
  };
  const stepper = segmented(
    words.t('cell.stages'),
    [
      ...STAGES.map(([value, step, part]) => ({
        value,
        text: label(step, part),
        title: words.t(`stage.${value}.hint`),
      })),
      { value: 'gru', text: 'GRU', title: words.t('stage.gru.hint') },
    ],
    take,
  );
  const start = segmented(
    words.t('cell.start'),
    ['anew', 'graft'].map((value) => ({
      value,
      text: words.t(`cell.${value}`),
      title: words.t(`cell.${value}.hint`),
    })),
    (value) => {
      grafts = value === 'graft';
      start.set(value);
    },
  );
  const none = h('option', { value: '', disabled: true }, '–');
  const more = menu(
    words.t('cell.more'),
    [none, ...MORE.map((cell) => h('option', { value: cell }, words.t(`name.${cell}`)))],
    take,
    words.t('cell.more.hint'),
    'more-cells',
  );
  start.set('anew');
  start.element.classList.add('from-3');
  more.element.classList.add('from-3');
  const said = h('p', { class: 'caption' }, words.t('cell.printed'));
  return {
    element: h(
      'div',
      { class: 'stages from-2' },
      stepper.element,
      h('div', { class: 'row' }, start.element, more.element),
      said,
    ),
    update() {
      const { cell } = session.description?.current ?? {};
      if (!cell) return;
      stepper.set(cell);
      more.select.value = MORE.includes(cell) ? cell : '';
      said.hidden = cell !== 'lstm_printed';
    },
  };
}

/** Such as "2 + f", the part in its colour. @param {string} step @param {string} part */
function label(step, part) {
  if (!part) return h('span', {}, `${step} RNN`);
  return h(
    'span',
    {},
    `${step} + `,
    h('i', { class: `of-${part}` }, part),
    part === 'o' && h('span', { class: 'full' }, ' = LSTM'),
  );
}
