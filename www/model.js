// @ts-check
// The model slot: the network and what defines its training.

import { numberField } from './controls.js';
import { h } from './dom.js';
import { heads } from './heads.js';
import { network } from './network.js';
import { line, lookedEquation, neuronEquation, neuronModel } from './neuron.js';
import { outputsOf } from './state.js';
import { stopRules } from './stops.js';
import { foldedSettings, help, mainSettings, remarks } from './training.js';

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
  const run = runSettings(app);
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
  controls.append(help(app, controls));
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

/**
 * What a run starts from and when it stops, folded.
 * @param {App} app
 */
function runSettings(app) {
  const { words, session } = app;
  const hidden = numberField(app, 'hidden');
  const seed = numberField(app, 'seed');
  const stops = stopRules(app);
  const renew = h(
    'button',
    {
      'type': 'button',
      'class': 'round small',
      'aria-label': words.t('seed.new'),
      'title': words.t('seed.new.hint'),
      'click': () => app.change({ seed: undefined }),
    },
    '⚄',
  );
  return {
    element: h(
      'details',
      { class: 'more run' },
      h('summary', {}, words.t('group.run')),
      h('div', { class: 'fields' }, hidden.element, h('div', { class: 'with-button' }, seed.element, renew)),
      stops.element,
    ),
    update() {
      const current = session.description?.current;
      if (!current) return;
      hidden.set(current.hidden);
      seed.set(current.seed);
      stops.update();
    },
  };
}
