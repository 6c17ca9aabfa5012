// @ts-check
// The model slot: the network. What defines its training comes with the second level.

import { h } from './dom.js';
import { heads } from './heads.js';
import { tuning } from './later.js';
import { network } from './network.js';
import { line, lookedEquation, neuronEquation, neuronModel } from './neuron.js';
import { outputsOf } from './state.js';

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
  const controls = tuning(app, ({ modelControls }) => modelControls(app));
  const model = h('p', { class: 'equation' });
  const equation = h('p', { class: 'equation from-2' });
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
      controls.element,
    ),
    update() {
      const { experiment, current } = session.description ?? {};
      if (!experiment || !current) return;
      layers.update?.();
      model.replaceChildren(neuronModel(app, current, outputsOf(current)) ?? '');
      // Room for the longest, so that nothing moves below while the neurons are gone through.
      equation.classList.toggle('many', experiment.hidden.length > 0);
      diagram.update?.();
      controls.update?.();
    },
    draw(picture) {
      diagram.draw?.(picture);
      if (!app.due('texts')) return;
      controls.draw?.(picture);
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
    close() {
      diagram.close?.();
      controls.close?.();
    },
  };
}
