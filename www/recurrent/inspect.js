// @ts-check
// Below the cell: the part that is pointed at, what it does, its equation with its numbers, what pins its
// gate, and the neurons inside its box.

import { segmented } from '../controls.js';
import { h } from '../dom.js';
import { gateOf, letters, numberOf, numbers } from './cellequations.js';
import { letterOf } from './cellvalues.js';
import { heat } from './heat.js';
import { aboutPart, lookedAt, partName, pin, pinOf } from './look.js';
import { neurons } from './neurons.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Picture} Picture
 */

/** The cells that PyTorch has, by its class. @type {Record<string, string>} */
const PYTORCH = { rnn: 'RNN', lstm: 'LSTM', gru: 'GRU' };

/** @param {App} app */
export function inspector(app) {
  const { words, session } = app;
  /** @type {string | null} */
  let part = null;
  /** The part that is explained. */
  let said = '';
  /** The matrices that stand in the opened box. */
  let opened = '';
  /** @type {ReturnType<typeof heat>[]} */
  let pictures = [];
  /** @type {ReturnType<typeof neurons>} */
  let net = null;
  const title = h('h4', {});
  const about = h('p', { class: 'caption' });
  const letter = h('p', { class: 'equation' });
  // Where it is wider than its column, it scrolls.
  const number = h('p', { class: 'equation substituted scroll', role: 'group', hidden: true, tabindex: 0 });
  const pins = segmented(
    words.t('cell.pin'),
    ['', '0', '1'].map((value) => ({ value, text: value || words.t('cell.pin.none') })),
    (value) => part && pin(app, part, value ? Number(value) : null),
    words.t('cell.pin.hint'),
  );
  const only = h('p', { class: 'caption' }, words.t('cell.pin.note'));
  const rows = h('p', { class: 'caption from-3 pytorch' });
  const matrices = h('div', { class: 'heats' });
  const inside = h('details', { class: 'more inside' }, h('summary', { title: words.t('cell.inside.hint') }, words.t('cell.inside')), matrices);
  const gate = h(
    'div',
    { class: 'from-2 of-gate' },
    h('div', { class: 'row' }, h('span', { class: 'label', title: words.t('cell.pin.hint') }, words.t('cell.pin')), pins.element),
    only,
    rows,
    inside,
  );
  inside.addEventListener('toggle', () => show());

  const show = () => {
    const look = lookedAt(app);
    const gates = look?.sequences.gates ?? [];
    const named = part && look ? part : null;
    const isGate = named !== null && gates.includes(named);
    gate.hidden = !isGate;
    title.hidden = number.hidden = named === null;
    title.className = named ? `of-${named}` : '';
    if (!named || !look) {
      said = title.textContent = '';
      about.textContent = words.t('cell.invite');
      letter.replaceChildren();
      number.replaceChildren();
      return;
    }
    const { cell, current, moment } = look;
    const pinned = pinOf(app, gateOf(cell, named));
    title.textContent = partName(app, named, moment);
    number.ariaLabel = title.textContent;
    explain(cell, named, current.bias);
    number.replaceChildren(...numbers(app, named, moment, pinned).flatMap((piece) => [piece, ' ']));
    if (!isGate) return;
    pins.set(pinned === null ? '' : String(pinned));
    only.hidden = pinned === null;
    rows.textContent = order(app, look, named);
    open(look, named);
  };
  /** What stays while numbers change. @param {string} cell @param {string} part @param {boolean} bias */
  const explain = (cell, part, bias) => {
    if (said === `${cell} ${part} ${bias}`) return;
    said = `${cell} ${part} ${bias}`;
    about.textContent = aboutPart(app, cell, part);
    const of = numberOf(cell, part);
    const number = of === null ? '' : h('span', { class: 'equation-number' }, `(${of})`);
    letter.replaceChildren(letters(cell, part, bias), number);
  };
  /** @param {NonNullable<ReturnType<typeof lookedAt>>} look @param {string} gate */
  const open = ({ sequences, moment }, gate) => {
    if (!inside.open || !session.picture) return;
    const { parameters } = session.picture;
    const { layer, unit } = moment;
    const letter = letterOf(gate);
    const names = [`W_x${letter}`, `W_h${letter}`, `b_${letter}`, ...(gate === 'n' ? ['b_hn'] : [])];
    const wanted = sequences.matrices.filter((one) => one.layer === layer && names.includes(one.name));
    const key = JSON.stringify([wanted, unit]);
    if (key !== opened) {
      opened = key;
      pictures = wanted.map((matrix) => heat(app, matrix, unit));
      net = neurons(app, gate, layer);
      matrices.replaceChildren(...(net ? [net.element] : []), ...pictures.map(({ element }) => element));
    }
    net?.draw(moment, parameters);
    for (const one of pictures) one.draw(parameters);
  };
  return {
    element: h('div', { class: 'inspect' }, title, about, letter, number, gate),
    /** @param {string | null} wanted */
    show(wanted) {
      part = wanted;
      show();
    },
    draw: show,
  };
}

/**
 * Where PyTorch keeps the weights of a gate: its rows in the matrices of all gates.
 * @param {App} app
 * @param {NonNullable<ReturnType<typeof lookedAt>>} look
 * @param {string} gate
 */
function order({ words }, { cell, current, sequences, moment: { layer } }, gate) {
  const k = sequences.gates.indexOf(gate);
  const n = current.n_hidden;
  const range = `[${k * n}:${(k + 1) * n}]`;
  const where = { cell: PYTORCH[cell] ?? '', layer, range, letter: letterOf(gate) };
  const bias = `cell.pytorch.bias${gate === 'n' ? '.n' : ''}`;
  return [
    PYTORCH[cell] ? words.t('cell.pytorch', where) : words.t('cell.pytorch.none'),
    PYTORCH[cell] && current.bias ? words.t(bias, where) : '',
    words.t('cell.pytorch.order', { gates: sequences.gates.join(', ') }),
  ].join('');
}
