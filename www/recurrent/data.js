// @ts-check
// The data slot: the task, its sequences, one example to solve by hand, the reader's own sequences.

import { newSeed, numberField, segmented } from '../controls.js';
import { h } from '../dom.js';
import { shelfOf } from '../shelf.js';
import { current } from '../wasm.js';
import { byHand } from './by_hand.js';
import { steps } from './length.js';
import { ownSequences } from './own.js';
import { FIRST, MORE, RARE, isSeries, take, toPoints } from './tasks.js';
import { thumbnail } from './thumbnail.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 * @typedef {import("../pkg/neurone.js").Task} Task
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function dataSlot(app) {
  const { words, session } = app;
  const [first, further] = [tasksOf(app, FIRST), tasksOf(app, MORE)];
  const explained = h('p', { class: 'note explained' });
  const length = steps(app);
  const batch = numberField(app, 'batch_size', { key: 'sequences.batch_size' });
  const seed = numberField(app, 'data_seed', { key: 'sequences.data_seed' });
  const share = numberField(app, 'test_share', { key: 'sequences.test_share' });
  const hand = byHand(app);
  const own = ownSequences(app, () => shelf.open('own'));
  const back = h(
    'button',
    { type: 'button', class: 'leave', value: 'points', title: words.t('to_points.hint'), click: () => leave() },
    words.t('to_points'),
  );
  const leave = () => {
    const { experiment } = session.description ?? {};
    if (experiment) app.change(toPoints(experiment));
  };
  const settings = h(
    'div',
    { class: 'fields' },
    batch.element,
    h('div', { class: 'with-button' }, seed.element, newSeed(app, 'data_seed')),
    share.element,
  );
  const shelf = shelfOf(
    app,
    'shelf.sequences',
    { tasks: further.element, by_hand: hand.element, own: own.element, draws: settings },
    back,
  );
  return {
    element: h(
      'section',
      { 'class': 'slot data sequences', 'aria-label': words.t('slot.data') },
      h('h3', {}, words.t('slot.data')),
      explained,
      h('div', { class: 'from-2 data-controls' }, first.element, length.element, shelf.bar, ...shelf.panels),
    ),
    update() {
      const { current, sequences } = session.description ?? {};
      if (!current || !sequences) return;
      const { task } = sequences;
      for (const group of [first, further]) group.set(task);
      explained.textContent = words.t(`task.${task}.ask`);
      length.set(sequences);
      batch.set(sequences.batch_size);
      seed.set(current.data_seed);
      share.set(current.test_share);
      share.input.disabled = !isSeries(task);
      hand.update?.();
      own.update?.();
    },
    draw(picture) {
      hand.draw?.(picture);
    },
    close: () => own.close?.(),
  };
}

/** Lengths of the pictures that tell nothing at the usual one. @type {Partial<Record<Task, number>>} */
const LENGTHS = { reber: 20, sine: 40, two_sines: 40, sunspots: 40, fable: 20, english: 20 };

/**
 * Tasks to choose from, each with a picture of a sequence as its generator draws it.
 * @param {App} app
 * @param {Task[]} tasks
 */
function tasksOf(app, tasks) {
  const { words } = app;
  const drawn = current('sequences');
  const choices = segmented(
    words.t(tasks === FIRST ? 'field.task' : 'more-tasks'),
    tasks.map((task) => ({
      value: task,
      text: h(
        'span',
        { class: 'set' },
        drawn && thumbnail(drawn.draw_sequence({ cell: 'rnn', task, n_steps: LENGTHS[task] ?? 12, data_seed: 1 })),
        h('span', { class: 'task-name' }, words.t(`name.${task}`)),
      ),
      title: words.t(`task.${task}.ask`),
    })),
    (task) => take(app, { task: /** @type {Task} */ (task) }),
  );
  choices.element.classList.add('sets');
  for (const button of choices.element.children)
    if (RARE.includes(/** @type {Task} */ (button.getAttribute('value')))) button.classList.add('from-3');
  return choices;
}
