// @ts-check
// The model slot: the cell, the steps of its construction, and what defines its training.

import { menu } from '../controls.js';
import { h } from '../dom.js';
import { cellPicture } from './cell.js';
import { inspector } from './inspect.js';
import { lookedAt } from './look.js';
import { settings } from './settings.js';
import { stages } from './stages.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function modelSlot(app) {
  const { words, session } = app;
  const steps = stages(app);
  const which = chooser(app);
  const inspect = inspector(app);
  let kept = /** @type {string | null} */ (null);
  const picture = cellPicture(app, (part, keeps) => {
    if (keeps) kept = part;
    inspect.show(part ?? kept);
  });
  const controls = settings(app);
  return {
    element: h(
      'section',
      { 'class': 'slot model', 'aria-label': words.t('slot.cell') },
      h('h3', {}, words.t('slot.cell')),
      steps.element,
      which.element,
      picture.element,
      inspect.element,
      controls.element,
    ),
    update() {
      const { current } = session.description ?? {};
      if (!current) return;
      steps.update();
      which.update();
      picture.update();
      inspect.draw();
      controls.set(current);
    },
    draw(shown) {
      if (!app.due('model')) return;
      which.draw();
      picture.draw();
      inspect.draw();
      controls.draw(shown);
    },
  };
}

/** Which cell of which layer is looked at, and at which step. @param {App} app */
function chooser(app) {
  const { words, session } = app;
  const unit = list(app, 'unit');
  const layer = list(app, 'layer');
  const step = h('span', { class: 'label' });
  return {
    element: h('div', { class: 'row which from-3' }, layer.element, unit.element, step),
    update() {
      const { current } = session.description ?? {};
      unit.fill(current?.n_hidden ?? 1);
      layer.fill(current?.n_layers ?? 1);
      layer.element.hidden = (current?.n_layers ?? 1) === 1;
    },
    draw() {
      const moment = lookedAt(app)?.moment;
      if (!moment) return;
      unit.select.value = String(moment.unit);
      layer.select.value = String(moment.layer);
      step.textContent = words.t('cell.step', { t: moment.t });
    },
  };
}

/** @param {App} app @param {"unit" | "layer"} name */
function list({ words, view, show }, name) {
  const { element, select } = menu(
    words.t(`cell.${name}`),
    [],
    (value) => show({ through: { ...view.through, [name]: Number(value) } }),
    words.t(name === 'unit' ? 'cell.unit.hint' : 'time.layer.hint'),
    'inline',
  );
  select.name = name;
  return {
    select,
    element,
    /** @param {number} n */
    fill(n) {
      if (select.options.length !== n)
        select.replaceChildren(
          ...Array.from({ length: n }, (_, k) => h('option', { value: k }, String(k + 1))),
        );
    },
  };
}
