// @ts-check
// What the whole element takes: keys, dropped files, and the word on a run that was restored.

import { h } from './dom.js';
import { OPENED, fault, isTable, known } from './files.js';
import { shownAt } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 */

/** The message that a run was restored, with the way to begin anew. @param {App} app @returns {Part} */
export function restoredNotice(app) {
  const { words, keeper } = app;
  const button = (/** @type {string} */ key, /** @type {() => void} */ work) =>
    h('button', { type: 'button', name: key, title: words.t(`${key}.hint`), click: work }, words.t(key));
  const element = h(
    'div',
    { class: 'restored', role: 'status' },
    h('span', {}, words.t('restored')),
    button('restored.new', () => keeper.anew()),
    button('restored.keep', () => {
      keeper.restored = 'seen';
      app.show({});
    }),
  );
  return { element, update: () => void (element.hidden = keeper.restored !== 'new') };
}

/**
 * Keys and dropped files of the whole element.
 * @param {App} app
 */
export function takeKeysAndFiles({ keeper, view, show, fail }) {
  const { host } = keeper;
  host.addEventListener('keydown', (event) => {
    const [target] = event.composedPath();
    const key = event.key.toLowerCase();
    const typing = target instanceof Element && target.matches('input[type=text], textarea');
    if (!(event.ctrlKey || event.metaKey) || event.altKey || typing || !'zy'.includes(key)) return;
    event.preventDefault();
    event.stopPropagation();
    keeper.undo(key === 'y' || event.shiftKey ? 1 : -1);
  });
  host.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  host.addEventListener('drop', (event) => {
    // Tables have been taken by the data; the browser would show anything else in place of the page.
    const [file] = event.defaultPrevented ? [] : (event.dataTransfer?.files ?? []);
    if (!file) return;
    event.preventDefault();
    if (OPENED.test(file.name)) keeper.open(file).catch((error) => fail(known(error)));
    // What reads a table comes with the second level.
    else if (isTable(file)) show({ level: shownAt(view.level), panel: 'data', dropped: file });
    else fail(fault('file_kind'));
  });
}
