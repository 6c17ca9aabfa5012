// @ts-check
// What defines the training of a network, below its diagram.

import { h } from './dom.js';
import { runSettings } from './start.js';
import { foldedSettings, mainSettings, remarks } from './training.js';

/**
 * @param {import("./state.js").App} app
 * @returns {import("./state.js").Part}
 */
export function modelControls(app) {
  const main = mainSettings(app);
  const run = runSettings(app, ['hidden']);
  const folded = foldedSettings(app);
  const said = remarks(app);
  return {
    element: h(
      'div',
      { class: 'from-2 model-controls' },
      h('div', { class: 'fields main' }, ...main.map((one) => one.element)),
      said.element,
      run.element,
      folded.element,
    ),
    update() {
      const { current } = app.session.description ?? {};
      if (!current) return;
      for (const one of [...main, folded, said]) one.set(current);
      run.update();
    },
    draw: said.draw,
  };
}
