// @ts-check
// The holder of the WebAssembly modules, but for that of `tensors.js`. Each is fetched when it is first asked for. A trap poisons an
// instance: it is discarded, and the next `load` starts a fresh one from the compiled code.

/** @typedef {typeof import("./pkg/neurone.js")} Module the first view's: `points` */
/**
 * @typedef {object} Modules
 * @property {Module} points feed-forward networks, and what draws
 * @property {typeof import("./pkg/sequences/neurone.js")} sequences recurrent networks
 * @property {typeof import("./pkg/worked/neurone.js")} worked a step by hand
 * @property {typeof import("./pkg/tables/neurone.js")} tables CSV
 */

const FOLDERS = { points: './pkg/', sequences: './pkg/sequences/', worked: './pkg/worked/', tables: './pkg/tables/' };

/** @param {string} folder */
const none = (folder) => ({
  folder,
  code: /** @type {Promise<WebAssembly.Module> | null} */ (null),
  loading: /** @type {Promise<any> | null} */ (null),
  live: /** @type {any} */ (null),
  discarded: 0,
});

/** What is held of each module. */
const held = new Map(Object.entries(FOLDERS).map(([name, folder]) => [name, none(folder)]));

/** Compiles while the bytes arrive; a server with the wrong type costs only the streaming. @param {string} folder */
async function compile(folder) {
  const response = await fetch(new URL(`${folder}neurone_bg.wasm`, import.meta.url));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const type = response.headers.get('content-type') ?? '';
  return type.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** @param {ReturnType<typeof none>} one */
async function start(one) {
  // The glue keeps its instance for itself: another query is another copy of it.
  const glue = `${one.folder}neurone.js${one.discarded ? `?instance=${one.discarded}` : ''}`;
  try {
    const [bytes, module] = await Promise.all([(one.code ??= compile(one.folder)), import(glue)]);
    await module.default({ module_or_path: bytes });
    one.live = module;
    return module;
  } catch (cause) {
    one.code = one.loading = null;
    throw Object.assign(new Error('the module could not be loaded', { cause }), {
      code: 'module_failed',
      field: '',
      expected: null,
      got: null,
      at: null,
    });
  }
}

const POINTS = /** @type {"points"} */ ('points');

/**
 * A module, loaded once for all elements of the page.
 * @template {keyof Modules} [K="points"]
 * @param {K} name
 * @returns {Promise<Modules[K]>}
 */
export function load(name = /** @type {K} */ (POINTS)) {
  const one = held.get(name) ?? none('');
  return (one.loading ??= start(one));
}

/**
 * The module that `load` gave last; `null` before.
 * @template {keyof Modules} [K="points"]
 * @param {K} name
 * @returns {Modules[K] | null}
 */
export function current(name = /** @type {K} */ (POINTS)) {
  return held.get(name)?.live ?? null;
}

/** @param {unknown} error */
export function isTrap(error) {
  return error instanceof WebAssembly.RuntimeError;
}

/**
 * Drops a module that has trapped.
 * @param {Modules[keyof Modules] | null} module
 */
export function discard(module) {
  const one = [...held.values()].find(({ live }) => live === module);
  if (!module || !one) return;
  one.live = one.loading = null;
  one.discarded += 1;
}
