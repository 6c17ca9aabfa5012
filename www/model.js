// @ts-check
// The model slot: the network and what defines its training.

import { h } from './dom.js';
import { heads } from './heads.js';
import { network } from './network.js';
import { line, lookedEquation, neuronEquation, neuronModel } from './neuron.js';
import { runSettings } from './start.js';
import { outputsOf } from './state.js';
import { foldedSettings, mainSettings, remarks } from './training.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function modelSlot(app) {
  const { words, session } = app;
  const diagram = network(app);
  const layers = heads(app);
  const main = mainSettings(app);
  const run = runSettings(app, ['hidden']);
  const folded = foldedSettings(app);
  const said = remarks(app);
  const model = h('p', { class: 'equation' });
  const equation = h('p', { class: 'equation from-2' });
  const controls = h(
    'div',
    { class: 'from-2 model-controls' },
    h('div', { class: 'fields main' }, ...main.map((one) => one.element)),
    said.element,
    run.element,
    folded.element,
  );
  return {
    element: h(
      'section',
      { 'class': 'slot model', 'aria-label': words.t('slot.model') },
      h('h3', {}, words.t('slot.model')),
      layers.element,
      diagram.element,
      h(
        'div',
        { class: 'under' },
        model,
        equation,
        h('p', { class: 'caption only-1' }, words.t('network.caption')),
      ),
      controls,
    ),
    update() {
      const { experiment, current } = session.description ?? {};
      if (!experiment || !current) return;
      for (const one of [...main, folded, said]) one.set(current);
      run.update();
      layers.update?.();
      model.replaceChildren(neuronModel(app, current, outputsOf(current)) ?? '');
      // Room for the longest, so that nothing moves below while the neurons are gone through.
      equation.classList.toggle('many', experiment.hidden.length > 0);
      diagram.update?.();
    },
    draw(picture) {
      diagram.draw?.(picture);
      if (!app.due('texts')) return;
      said.draw(picture);
      const experiment = session.description?.current;
      equation.replaceChildren(
        ...(experiment
          ? [
              experiment.hidden.length
                ? lookedEquation(app, experiment, picture.parameters, 2)
                : neuronEquation(app, experiment, picture.parameters, 4),
              line(app, experiment, picture.parameters, 4),
            ].filter((one) => one !== null)
          : []),
      );
    },
    look: () => diagram.look?.(),
    close: () => diagram.close?.(),
  };
}
