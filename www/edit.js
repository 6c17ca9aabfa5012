// @ts-check
// Weights and biases by hand: a small form beside the link or neuron that was clicked, and cells of the
// table of weights that open for writing. A frozen parameter keeps its value while the others learn.

import { newId } from './controls.js';
import { h, place, svg } from './dom.js';
import { explain } from './hints.js';
import { offsets } from './layout.js';
import { layersOf } from './state.js';
import { refused } from './stops.js';
import { parseNumber } from './words.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Patch} Patch
 * @typedef {ReturnType<typeof offsets>[number]} Offsets
 */

/** CSS pixels: how wide the form is, and how far from what it edits. */
const WIDTH = 232;
const AWAY = 14;
/** Decimals of a parameter in a text field. */
const DIGITS = 6;

/**
 * Where a parameter stands: the layer and neuron that it belongs to, and the neuron that it comes from.
 * @param {number[]} sizes
 * @param {number} index
 */
function whereIs(sizes, index) {
  const places = offsets(sizes);
  const l = places.findIndex(({ biases, rows }) => index < biases + rows);
  const { rows, columns, weights, biases } = /** @type {Offsets} */ (places[l]);
  const bias = index >= biases;
  const row = bias ? index - biases : Math.floor((index - weights) / columns);
  return { l, row, column: bias ? null : (index - weights) % columns, rows, columns, weights, biases };
}

/**
 * Sets a parameter to what was typed, or says what is wrong with it.
 * @param {App} app
 * @param {number} index
 * @param {string} text
 */
async function write(app, index, text) {
  const value = parseNumber(text);
  if (value !== null && Number.isFinite(value))
    return app.change(/** @type {Patch} */ ({ parameter: [index, value] }));
  app.fail(refused('parameter', text, null, [0, 0]));
  return false;
}

/** @param {App} app @param {number} value */
const typed = ({ words }, value) => words.plain(Number(value.toFixed(DIGITS)));

/**
 * The form over the diagram.
 * @param {App} app
 * @param {HTMLElement} diagram
 * @returns {Part}
 */
export function editor(app, diagram) {
  const { words, session } = app;
  let index = 0;
  /** @type {number[]} */
  let sizes = [];
  /** @type {HTMLElement | null} */
  let opener = null;
  const [headId, valueId] = [newId(), newId()];
  const head = h('strong', { id: headId });
  const list = h('select', { 'name': 'edited', 'aria-label': words.t('edit.which'), 'title': words.t('edit.which.hint') });
  const input = h('input', { id: valueId, type: 'text', inputmode: 'decimal', autocomplete: 'off', name: 'value', title: words.t('edit.value.hint') });
  const one = lock(words.t('edit.freeze'), words.t('edit.freeze.hint'), () => freeze([index], one.input.checked));
  const all = lock(words.t('edit.freeze.layer'), words.t('edit.freeze.layer.hint'), () =>
    freeze(layerOf(), all.input.checked),
  );
  const element = h(
    'div',
    { 'class': 'editor', 'role': 'dialog', 'aria-labelledby': headId, 'hidden': true },
    h(
      'div',
      { class: 'editor-head' },
      head,
      h(
        'button',
        { 'type': 'button', 'class': 'less-more', 'aria-label': words.t('edit.close'), 'title': words.t('edit.close'), 'click': () => close(true) },
        '×',
      ),
    ),
    h(
      'div',
      { class: 'editor-value' },
      list,
      h('label', { 'for': valueId, 'class': 'unseen' }, words.t('edit.value')),
      input,
    ),
    one.element,
    all.element,
  );
  const layerOf = () => {
    const { rows, columns, weights } = whereIs(sizes, index);
    return Array.from({ length: rows * (columns + 1) }, (_, i) => weights + i);
  };
  /** @param {number[]} which @param {boolean} on */
  const freeze = (which, on) => {
    const rest = (session.description?.current.frozen ?? []).filter((i) => !which.includes(i));
    app.change({ frozen: on ? [...rest, ...which].sort((a, b) => a - b) : rest });
  };
  const show = () => {
    const frozen = new Set(session.description?.current.frozen ?? []);
    one.input.checked = frozen.has(index);
    all.input.checked = layerOf().every((i) => frozen.has(i));
    const value = session.picture?.parameters[index];
    if (value === undefined || input.matches(':focus') || input.ariaInvalid === 'true') return;
    input.value = typed(app, value);
  };
  /** @param {boolean} back whether the focus returns to where it came from */
  const close = (back) => {
    element.hidden = true;
    document.removeEventListener('pointerdown', outside);
    if (back) opener?.focus();
  };
  /** @param {PointerEvent} event */
  const outside = (event) => {
    if (!event.composedPath().includes(element)) close(false);
  };
  list.addEventListener('change', () => {
    index = Number(list.value);
    input.removeAttribute('aria-invalid');
    show();
  });
  input.addEventListener('change', async () => {
    const accepted = await write(app, index, input.value);
    input.setAttribute('aria-invalid', String(!accepted));
    if (accepted) input.value = typed(app, parseNumber(input.value) ?? 0);
  });
  element.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') close(true);
  });
  /**
   * @param {number} wanted the parameter
   * @param {{ x: number, y: number }} at within the diagram
   * @param {HTMLElement | null} from what had the focus
   */
  const open = (wanted, at, from) => {
    if (!session.description) return;
    index = wanted;
    opener = from;
    sizes = layersOf(session.description.experiment);
    const { l, row, columns, weights, biases } = whereIs(sizes, index);
    head.textContent = neuronName(app, sizes, l, row);
    list.replaceChildren(
      ...[biases + row, ...Array.from({ length: columns }, (_, j) => weights + row * columns + j)].map((i) =>
        h('option', { value: i }, parameterName(app, sizes, i)),
      ),
    );
    list.value = String(index);
    input.removeAttribute('aria-invalid');
    element.hidden = false;
    const below = at.y < 0.75 * diagram.clientHeight;
    place(element, {
      '--x': `${Math.max(0, Math.min(at.x - WIDTH / 2, diagram.clientWidth - WIDTH))}px`,
      '--y': `${at.y + (below ? AWAY : -AWAY)}px`,
    });
    element.classList.toggle('above', !below);
    show();
    input.focus();
    input.select();
    document.addEventListener('pointerdown', outside);
  };
  editOnDemand(app, diagram, open);
  return {
    element,
    update() {
      if (element.hidden || !session.description) return;
      const same = layersOf(session.description.experiment).join() === sizes.join();
      if (same && app.view.level !== '1') show();
      else close(false);
    },
    draw: () => void (element.hidden || show()),
    close: () => close(false),
  };
}

/**
 * A link, a bias or, with the key E, a neuron opens its form.
 * @param {App} app
 * @param {HTMLElement} diagram
 * @param {(parameter: number, at: { x: number, y: number }, from: HTMLElement | null) => void} open the form
 */
function editOnDemand(app, diagram, open) {
  const sizes = () => layersOf(/** @type {import("./state.js").Experiment} */ (app.session.description?.experiment));
  /** @param {Element} element */
  const middle = (element) => {
    const [box, around] = [element.getBoundingClientRect(), diagram.getBoundingClientRect()];
    return { x: box.left + box.width / 2 - around.left, y: box.top + box.height / 2 - around.top };
  };
  diagram.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target).closest('[data-parameter]');
    if (!target) return;
    const { left, top } = diagram.getBoundingClientRect();
    const at = target.matches('path') ? { x: event.clientX - left, y: event.clientY - top } : middle(target);
    open(Number(target.getAttribute('data-parameter')), at, null);
  });
  diagram.addEventListener('pointerover', (event) => {
    const target = /** @type {Element} */ (event.target);
    const hit = target.matches('path[data-parameter]') ? target : null;
    if (!hit || !app.session.picture) return;
    const index = Number(hit.getAttribute('data-parameter'));
    const value = app.words.fixed(app.session.picture.parameters[index] ?? NaN, 4);
    hit.replaceChildren(svg('title', {}, `${parameterName(app, sizes(), index)} = ${value}`));
  });
  diagram.addEventListener('keydown', (event) => {
    const button = /** @type {Element} */ (event.target).closest('.neurons button');
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!button || app.view.level === '1' || !plain || !['e', 'E', 'F2'].includes(event.key)) return;
    event.preventDefault();
    let row = Number(/** @type {HTMLButtonElement} */ (button).value);
    const place = offsets(sizes()).find(({ rows }) => row < rows || ((row -= rows), false));
    if (place) open(place.biases + row, middle(button), /** @type {HTMLElement} */ (button));
  });
}

/**
 * @param {string} text
 * @param {string} hint
 * @param {() => void} changed
 */
function lock(text, hint, changed) {
  const id = newId();
  const input = h('input', { type: 'checkbox', id, change: changed });
  return { input, element: explain(h('div', { class: 'flag' }, input, h('label', { for: id }, text)), hint) };
}

/**
 * @param {App} app
 * @param {number[]} sizes
 * @param {number} l counted from 0
 * @param {number} row
 */
function neuronName({ words }, sizes, l, row) {
  const last = l === sizes.length - 2;
  if (last && sizes.at(-1) === 1) return words.t('edit.output');
  return words.t(last ? 'edit.output.of' : 'edit.neuron', { layer: l + 1, neuron: row + 1 });
}

/**
 * Such as "b", or "w₁ · x₁" and "w₃ · neuron 3".
 * @param {App} app
 * @param {number[]} sizes
 * @param {number} index
 */
export function parameterName({ words, session }, sizes, index) {
  const { l, column } = whereIs(sizes, index);
  if (column === null) return words.t('edit.bias');
  const feature = l === 0 ? session.description?.experiment.features[column] : undefined;
  const from = feature ? words.t(`feature.${feature}`) : words.t('edit.from', { neuron: column + 1 });
  return words.t('edit.weight', { place: column + 1, from });
}

/**
 * A number of the table: a click or Enter opens it for writing.
 * @param {App} app
 * @param {number} index
 * @param {string} name
 * @param {number} value
 * @param {HTMLElement} [box] what it stands in
 */
export function cell(app, index, name, value, box = h('td', {})) {
  const frozen = app.session.description?.current.frozen.includes(index) ?? false;
  const text = app.words.fixed(value, 4);
  const label = app.words.t(frozen ? 'edit.cell.frozen' : 'edit.cell', { name, value: text });
  const button = h(
    'button',
    { 'type': 'button', 'class': frozen ? 'cell frozen' : 'cell', 'tabindex': -1, 'aria-label': label },
    text,
  );
  button.addEventListener('click', () => {
    const input = h('input', { 'type': 'text', 'inputmode': 'decimal', 'class': 'cell', 'aria-label': label });
    let done = false;
    const back = () => {
      done = true;
      box.replaceChildren(button);
    };
    input.value = typed(app, value);
    input.addEventListener('keydown', (event) => {
      if (!['Escape', 'Enter'].includes(event.key)) return event.stopPropagation();
      event.preventDefault();
      if (event.key === 'Enter') return input.dispatchEvent(new Event('change'));
      back();
      button.focus();
    });
    input.addEventListener('blur', () => void (done || back()));
    input.addEventListener('change', async () => {
      if (done) return;
      if (!(await write(app, index, input.value))) return void (input.ariaInvalid = 'true');
      done = true;
    });
    box.replaceChildren(input);
    input.focus();
    input.select();
  });
  box.append(button);
  return box;
}
