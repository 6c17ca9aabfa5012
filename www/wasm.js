// @ts-check
// The one holder of the WebAssembly module. A trap poisons an instance: it is discarded, and the
// next `load` starts a fresh one from the compiled code.

/** @typedef {typeof import("./pkg/neurone.js")} Module */

/** @type {Promise<WebAssembly.Module> | null} */
let code = null;
/** @type {Promise<Module> | null} */
let loading = null;
/** @type {Module | null} */
let live = null;
let discarded = 0;

/** Compiles while the bytes arrive; a server with the wrong type costs only the streaming. */
async function compile() {
  const response = await fetch(new URL('./pkg/neurone_bg.wasm', import.meta.url));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const type = response.headers.get('content-type') ?? '';
  return type.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** @returns {Promise<Module>} */
async function start() {
  // The glue keeps its instance for itself: another query is another copy of it.
  const glue = discarded ? `./pkg/neurone.js?instance=${discarded}` : './pkg/neurone.js';
  try {
    const [bytes, module] = await Promise.all([(code ??= compile()), import(glue)]);
    await module.default({ module_or_path: bytes });
    live = module;
    return module;
  } catch (cause) {
    code = loading = null;
    throw Object.assign(new Error('the module could not be loaded', { cause }), {
      code: 'module_failed',
      field: '',
      expected: null,
      got: null,
      at: null,
    });
  }
}

/** The module, loaded once for all elements of the page. */
export function load() {
  return (loading ??= start());
}

/** The module that `load` gave last; `null` before. */
export function current() {
  return live;
}

/** @param {unknown} error */
export function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError;
}

/**
 * Drops a module that has trapped.
 * @param {Module | null} module
 */
export function discard(module) {
  if (module !== live || !live) return;
  live = loading = null;
  discarded += 1;
}
