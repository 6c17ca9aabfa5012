// @ts-check
// The network as a picture: what each neuron answers, what each weight says. It is one tab stop;
// arrow keys walk from neuron to neuron.

import { h, place, rove, stop, svg } from './dom.js';
import { givenColumn, inputs, shownFeatures } from './inputs.js';
import { tuning } from './later.js';
import { MOST, layout, offsets, tiled } from './layout.js';
import { joint, shade } from './links.js';
import { activationOf, layersOf, rangeOf } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 * @typedef {import("./state.js").Picture} Picture
 * @typedef {import("./layout.js").Column} Column
 */

/** Cells along a side of a neuron's picture, in a column and in a mosaic. */
const TILE = 24;
const SMALL_TILE = 10;
/** The smallest picture, in CSS pixels, that has room for its bias in numbers. */
const NAMED = 40;
/** Links up to which they flow: each frame of that is painted anew. */
const FLOWING = 64;

/** @param {number[]} sizes the resolution that a network's pictures need */
export function tileOf(sizes) {
  return sizes.some((size) => size > MOST) ? SMALL_TILE : TILE;
}

/**
 * @param {App} app
 * @returns {Part}
 */
export function network(app) {
  const { words, session } = app;
  const links = svg('svg', { 'class': 'links', 'aria-hidden': 'true' });
  const neurons = h('div', { 'class': 'neurons', 'role': 'group', 'aria-label': words.t('network.label') });
  const given = inputs(app);
  const biases = h('div', { class: 'biases from-2' });
  const diagram = h('div', { class: 'diagram' }, links, given.element, neurons, biases);
  const edit = tuning(app, ({ editor }) => editor(app, diagram));
  diagram.append(edit.element);
  /** @type {ReturnType<typeof build> | null} */
  let built = null;
  let key = '';
  const rebuild = () => {
    if (!session.description) return;
    // Out of sight it would stay as it is while the network becomes another one.
    if (!diagram.clientWidth) return void ([built, key] = [null, '']);
    const sizes = layersOf(session.description.experiment);
    const now = JSON.stringify([
      sizes,
      session.description.experiment.features,
      session.description.extent,
      diagram.clientWidth,
      diagram.clientHeight,
      app.view.level === '1',
    ]);
    if (now === key) return;
    key = now;
    const columns = layout(sizes, diagram.clientWidth, diagram.clientHeight);
    const wider = [shownFeatures(app).length, ...sizes.slice(1)];
    const [first] = layout(wider, diagram.clientWidth, diagram.clientHeight);
    if (first) given.build(first);
    if (first) columns[0] = givenColumn(app, first);
    built = build(app, sizes, columns, { links, neurons, biases });
    if (session.picture) draw(session.picture);
  };
  /** @param {Picture} picture */
  const draw = (picture) => built?.draw(picture);
  const look = () => {
    for (const button of buttonsOf(neurons)) {
      const shown = Number(button.value) === app.view.neuron;
      button.classList.toggle('shown', shown);
      button.setAttribute('aria-pressed', String(shown && app.view.pinned));
    }
  };
  listen(app, neurons);
  const observer = new ResizeObserver(rebuild);
  observer.observe(diagram);
  return {
    element: diagram,
    update() {
      rebuild();
      look();
      edit.update?.();
    },
    look,
    draw(picture) {
      draw(picture);
      edit.draw?.(picture);
    },
    close() {
      observer.disconnect();
      edit.close?.();
    },
  };
}

/** @param {Element} neurons */
const buttonsOf = (neurons) => /** @type {HTMLButtonElement[]} */ ([...neurons.querySelectorAll('button')]);

/**
 * Hover, focus or tap shows a neuron in the main picture; a click keeps it there.
 * @param {App} app
 * @param {HTMLElement} neurons
 */
function listen(app, neurons) {
  /** @param {Event} event */
  const indexOf = (event) => {
    const button = /** @type {Element} */ (event.target).closest('button');
    return button && Number(button.value);
  };
  /** @param {Event} event */
  const look = (event) => {
    if (!app.view.pinned) app.show({ neuron: indexOf(event) });
  };
  const leave = () => {
    if (!app.view.pinned) app.show({ neuron: null });
  };
  neurons.addEventListener('pointerover', look);
  neurons.addEventListener('pointerleave', leave);
  neurons.addEventListener('focusin', look);
  neurons.addEventListener('focusout', leave);
  neurons.addEventListener('click', (event) => {
    const neuron = indexOf(event);
    if (neuron === null) return;
    const again = app.view.pinned && app.view.neuron === neuron;
    app.show({ neuron: again ? null : neuron, pinned: !again });
  });
  neurons.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') app.show({ neuron: null, pinned: false });
  });
  rove(neurons, () => buttonsOf(neurons));
}

/**
 * @param {App} app
 * @param {number[]} sizes
 * @param {Column[]} columns
 * @param {{ links: SVGElement, neurons: HTMLElement, biases: HTMLElement }} into
 */
function build(app, sizes, columns, { links, neurons, biases }) {
  const places = offsets(sizes);
  links.replaceChildren();
  const layers = columns.slice(1).map((column, l) => layer(app, column, l, sizes));
  const joints = places.map((place, l) => joint(app, columns[l], columns[l + 1], place, links));
  links.classList.toggle('still', links.querySelectorAll('path:not(.hit)').length > FLOWING);
  biases.replaceChildren(...layers.flatMap(({ chips }) => chips));
  neurons.replaceChildren(
    ...joints.flatMap(({ parts }) => parts),
    ...layers.flatMap(({ parts }) => parts),
  );
  stop(buttonsOf(neurons), buttonsOf(neurons)[0]);
  return {
    /** @param {Picture} picture */
    draw(picture) {
      let first = 0;
      layers.forEach((one, l) => {
        const next = first + (sizes[l + 1] ?? 0);
        const { biases = 0 } = places[l] ?? {};
        one.draw(
          picture.responses.slice(first, next),
          picture.tile,
          picture.parameters.subarray(biases, biases + next - first),
        );
        first = next;
      });
      for (const one of app.due('model') ? joints : []) one.draw(picture.parameters);
    },
  };
}

/**
 * @param {App} app
 * @param {Column} column
 * @param {number} l
 * @param {number[]} sizes
 */
function layer(app, column, l, sizes) {
  const { words, pens } = app;
  const output = l === sizes.length - 2;
  const first = sizes.slice(1, l + 1).reduce((sum, size) => sum + size, 0);
  const { biases: firstBias = 0 } = offsets(sizes)[l] ?? {};
  const canvases = column.mosaic
    ? [h('canvas', { 'class': 'mosaic', 'aria-hidden': 'true' })]
    : column.neurons.map(() => h('canvas', { 'aria-hidden': 'true' }));
  const buttons = column.neurons.map((_, k) => {
    const bias = h('span', { class: 'bias' });
    const button = h(
      'button',
      {
        'type': 'button',
        'class': output ? 'neuron answer' : 'neuron',
        'value': first + k,
        'aria-pressed': 'false',
      },
      column.mosaic ? null : canvases[k],
      column.mosaic ? null : bias,
    );
    locate(button, column, k);
    return { button, bias };
  });
  const chips = column.mosaic ? [] : column.neurons.map((_, k) => biasChip(app, column, k, firstBias + k));
  const shown = buttons.map(() => '');
  if (column.mosaic && canvases[0]) frameMosaic(canvases[0], column);
  return {
    parts: [...(column.mosaic ? canvases : []), ...buttons.map(({ button }) => button)],
    chips: chips.map(({ element }) => element),
    /**
     * @param {Float64Array[]} responses
     * @param {number} tile
     * @param {Float64Array} biases
     */
    draw(responses, tile, biases) {
      const now = app.session.description?.current;
      const activation = !now ? 'sigmoid' : output ? now.output : activationOf(now, l);
      const all = responses.map((values) => rangeOf(activation, values));
      if (column.mosaic && canvases[0]) {
        const low = Math.min(...all.map(([low]) => low));
        const high = Math.max(...all.map(([, high]) => high));
        const { values, columns, rows } = tiled(responses, tile, column.across, NaN);
        pens.draw_boundary(canvases[0], app.theme, values, columns, rows, low, high);
      } else
        responses.forEach((values, k) =>
          pens.draw_boundary(
            /** @type {HTMLCanvasElement} */ (canvases[k]),
            app.theme,
            values,
            tile,
            tile,
            ...(all[k] ?? [0, 1]),
          ),
        );
      if (!app.due('model')) return;
      buttons.forEach(({ button, bias }, k) => {
        const value = biases[k] ?? 0;
        const now = `${words.fixed(value, 2)} ${chips[k]?.frozen()}`;
        if (now === shown[k]) return;
        shown[k] = now;
        const name = words.t(output ? 'neuron.output' : 'neuron.hidden', {
          layer: l + 1,
          neuron: k + 1,
          bias: words.fixed(value, 2),
        });
        button.setAttribute('aria-label', name);
        button.title = name;
        chips[k]?.draw(value);
        place(bias, {
          '--colour': shade(app, value),
          '--size': `${Math.min(10, 3 + 2.5 * Math.abs(value)).toFixed(1)}px`,
        });
      });
    },
  };
}

/**
 * The bias of a neuron, named, at its lower edge. The keys reach it from the neuron.
 * @param {App} app
 * @param {Column} column
 * @param {number} k
 * @param {number} index
 */
function biasChip(app, column, k, index) {
  const element = h('span', {
    'class': 'bias-chip',
    'aria-hidden': 'true',
    'data-parameter': index,
    'title': app.words.t('edit.bias.hint'),
  });
  locate(element, column, k);
  const frozen = () => app.session.description?.current.frozen.includes(index) ?? false;
  return {
    element,
    frozen,
    /** @param {number} value */
    draw(value) {
      element.textContent = column.cell < NAMED ? '' : `b ${app.words.fixed(value, column.cell < 56 ? 1 : 2)}`;
      element.classList.toggle('frozen', frozen());
      place(element, { '--colour': shade(app, value) });
    },
  };
}

/**
 * @param {HTMLElement} element
 * @param {Column} column
 * @param {number} k
 */
function locate(element, column, k) {
  const { x, y } = column.neurons[k] ?? { x: 0, y: 0 };
  place(element, { '--x': `${x}px`, '--y': `${y}px`, '--cell': `${column.cell}px` });
}

/**
 * @param {HTMLElement} canvas
 * @param {Column} column
 */
function frameMosaic(canvas, { x, across, pitch, neurons }) {
  const down = Math.ceil(neurons.length / across);
  const y = ((neurons[0]?.y ?? 0) + (neurons.at(-1)?.y ?? 0)) / 2;
  place(canvas, {
    '--x': `${x}px`,
    '--y': `${y}px`,
    '--width': `${across * pitch}px`,
    '--height': `${down * pitch}px`,
  });
}
