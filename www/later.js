// @ts-check
// A part whose code is fetched when it is first wanted.

import { h } from './dom.js';
import { fetchTexts } from './words.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 */

/**
 * Code that is fetched once.
 * @template T
 * @typedef {{ fetch: () => Promise<T>, here: T | null }} Chunk
 */

/**
 * @template T
 * @param {() => Promise<T>} fetch
 * @returns {Chunk<T>}
 */
export const chunk = (fetch) => ({ fetch, here: null });

/**
 * @template T
 * @param {App} app
 * @param {() => boolean} wanted
 * @param {Chunk<T>} code
 * @param {(code: T) => Part} create
 * @returns {Part}
 */
export function later(app, wanted, code, create) {
  const element = h('span', { hidden: true });
  /** @type {Part | null} */
  let part = null;
  let closed = false;
  /** @param {T} here */
  const appear = (here) => {
    if (closed || part) return;
    part = create(here);
    element.replaceWith(part.element);
    part.update?.();
    if (app.session.picture) part.draw?.(app.session.picture);
  };
  const fetch = async () => {
    if (element.ariaBusy) return;
    element.ariaBusy = 'true';
    try {
      const [here] = await Promise.all([code.fetch(), import('./further.js')]);
      await fetchTexts(app.words.lang);
      code.here = here;
      appear(here);
    } catch (error) {
      app.fail(error);
    }
    element.ariaBusy = null;
  };
  return {
    element,
    update() {
      if (part) part.update?.();
      else if (wanted()) code.here ? appear(code.here) : fetch();
    },
    draw: (picture) => part?.draw?.(picture),
    look: () => part?.look?.(),
    close() {
      closed = true;
      part?.close?.();
    },
  };
}

const tune = chunk(() => import('./tune.js'));

/**
 * A part of the second level and those above.
 * @param {App} app
 * @param {(code: typeof import("./tune.js")) => Part} create
 */
export const tuning = (app, create) => later(app, () => app.view.level !== '1', tune, create);
