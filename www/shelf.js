// @ts-check
// What is wanted more rarely, folded away behind a row of buttons.

import { newId } from './controls.js';
import { h, rove, stop } from './dom.js';

/**
 * A row of buttons with one tab stop, each of which opens a panel below.
 * @param {import("./state.js").App} app
 * @param {string} label key of what the row is called
 * @param {Record<string, HTMLElement | undefined>} contents by name
 * @param {HTMLButtonElement[]} last buttons that end the row
 */
export function shelfOf({ words }, label, contents, ...last) {
  const entries = Object.entries(contents).map(([name, content]) => {
    const id = newId();
    const panel = h('div', { id, class: `shelf ${name}-shelf`, hidden: true }, content);
    const button = h(
      'button',
      {
        'type': 'button',
        'class': 'fold',
        'value': name,
        'title': words.t(`shelf.${name}.hint`),
        'aria-controls': id,
        'aria-expanded': 'false',
        'click': () => turn(name, Boolean(panel.hidden)),
      },
      words.t(`shelf.${name}`),
    );
    return { name, panel, button };
  });
  /** @param {string} name @param {boolean} on */
  const turn = (name, on) => {
    const entry = entries.find((one) => one.name === name);
    entry?.button.setAttribute('aria-expanded', String(on));
    if (entry) entry.panel.hidden = !on;
  };
  const buttons = [...entries.map(({ button }) => button), ...last];
  const bar = h('div', { 'class': 'row folds', 'role': 'toolbar', 'aria-label': words.t(label) }, ...buttons);
  rove(bar, () => buttons);
  stop(buttons, buttons[0]);
  return { bar, panels: entries.map(({ panel }) => panel), open: (/** @type {string} */ name) => turn(name, true) };
}
