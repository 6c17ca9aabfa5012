// @ts-check
// An engine on a thread of its own: it is told what `remote.js` is told.

import { Engine } from './engine.js';

/** @type {Engine | null} */
let engine = null;
/** Calls are served in their order. @type {Promise<unknown>} */
let queue = Promise.resolve();

/**
 * @param {string} method
 * @param {any[]} args
 */
async function serve(method, args) {
  if (method === 'open' || method === 'resume') {
    engine = await Engine[method](args[0]);
    return null;
  }
  return Reflect.apply(/** @type {any} */ (engine)[method], engine, args);
}

addEventListener('message', ({ data: { id, method, args } }) => {
  queue = queue.then(async () => {
    try {
      postMessage({ id, value: await serve(method, args) });
    } catch (error) {
      const { code, field, expected, got, at, message, faults } = /** @type {any} */ (error);
      postMessage({ id, error: { code, field, expected, got, at, message, faults } });
    }
  });
});

postMessage('ready');
