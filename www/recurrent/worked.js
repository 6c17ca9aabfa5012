// @ts-check
// One cell at one time step worked out.

import { paperTab, spin } from '../paper.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 */

/** How it is written; what a single step does is small. @param {App} app */
const styleOf = ({ view }) => (view.worked ??= { point: 0, of: '', decimals: 6, blank: false });

/**
 * Which cell at which step, within what there is.
 * @param {App} app
 * @returns {import("../state.js").Through}
 */
function placeOf({ session, view }) {
  const { current } = session.description ?? {};
  const n_steps = session.picture?.sequence?.passage.n_steps ?? 1;
  const { t, layer, unit } = view.through;
  return {
    ...view.through,
    t: Math.min(t, n_steps - 1),
    layer: Math.min(layer, (current?.n_layers ?? 1) - 1),
    unit: Math.min(unit, (current?.n_hidden ?? 1) - 1),
  };
}

/**
 * @param {App} app
 * @returns {Part}
 */
export function workedTab(app) {
  const { session, words } = app;
  return paperTab(app, {
    name: 'worked_step',
    style: () => styleOf(app),
    spins(tell) {
      const n_layers = () => session.description?.current.n_layers ?? 1;
      const layer = spinOf(app, 'layer', n_layers, tell);
      const update = () => {
        layer.element.hidden = n_layers() === 1;
        layer.update();
      };
      return [
        spinOf(app, 't', () => session.picture?.sequence?.passage.n_steps ?? 1, tell),
        spinOf(app, 'unit', () => session.description?.current.n_hidden ?? 1, tell),
        { ...layer, update },
      ];
    },
    lines: (decimals) => session.byHand('worked_step', placeOf(app), decimals),
    text: (...style) => session.byHand('worked_step_text', placeOf(app), ...style, words.decimalComma),
    heading: ({ stage }) => ({ title: words.t(`worked.${stage}`), notes: [words.t(`worked_step.${stage}.note`)] }),
    ending: () => '',
  });
}

/**
 * @param {App} app
 * @param {"t" | "unit" | "layer"} name of what is looked at
 * @param {() => number} most
 * @param {(text: string) => void} tell
 */
function spinOf(app, name, most, tell) {
  const { words } = app;
  return spin(app, {
    name,
    label: words.field(`worked.${name}`),
    hint: words.t(`worked_step.${name}.hint`),
    turns: [words.t(`worked_step.previous.${name}`), words.t(`worked_step.next.${name}`)],
    field: `worked.${name}`,
    get: () => placeOf(app)[name],
    set: (value) => app.show({ through: { ...app.view.through, [name]: value } }),
    most,
    tell,
  });
}
