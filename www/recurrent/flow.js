// @ts-check
// The gradient on its way back through time.

import { h } from '../dom.js';

/**
 * @typedef {import("../state.js").App} App
 * @typedef {import("../state.js").Part} Part
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function flowTab({ words }) {
  return { element: h('div', { class: 'flow' }, words.t('tab.flow')) };
}
