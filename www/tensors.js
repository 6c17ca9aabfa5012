// @ts-check
// Models as safetensors, the form in which other tools keep weights. The module that writes and reads them
// comes when it is first asked for.

import { experimentText, fault } from './files.js';
import { layersOf } from './state.js';

/**
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {typeof import("./pkg/tensors/neurone.js")} Module
 */

/** Files that are opened here. */
export const TENSORS = /\.safetensors$/i;

/** @type {Promise<Module> | null} */
let loading = null;

async function load() {
  try {
    const module = await import('./pkg/tensors/neurone.js');
    await module.default({ module_or_path: new URL('./pkg/tensors/neurone_bg.wasm', import.meta.url) });
    return module;
  } catch (cause) {
    loading = null;
    throw Object.assign(fault('module_failed'), { cause });
  }
}

/**
 * The file of a model: its weights under PyTorch's names, and the experiment that they belong to.
 * @param {Experiment} experiment
 * @param {Float64Array} parameters
 */
export async function tensorsOf(experiment, parameters) {
  const { save } = await (loading ??= load());
  const plain = { ...experiment, parameters: null, edits: [] };
  const bytes = save(layersOf(experiment), parameters, experimentText(plain));
  return new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type: 'application/octet-stream' });
}

/**
 * What a file holds, as an experiment that begins with its weights. A file without an experiment takes the
 * place of the hidden layers of `base`.
 * @param {ArrayBuffer} bytes
 * @param {Experiment | undefined} base
 * @returns {Promise<import("./files.js").Opened>}
 */
export async function readTensors(bytes, base) {
  const { open } = await (loading ??= load());
  const { sizes, parameters, experiment } = open(new Uint8Array(bytes));
  return {
    sizes: [...sizes],
    experiment: { ...(own(experiment) ?? base), hidden: [...sizes.slice(1, -1)], parameters: [...parameters], edits: [] },
  };
}

/** @param {string | undefined} text */
function own(text) {
  try {
    const value = JSON.parse(text ?? 'null');
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/**
 * Weights of another network than the experiment's would be weights of nothing.
 * @param {Experiment} experiment
 * @param {number[]} sizes
 */
export function checkSizes(experiment, sizes) {
  if (layersOf(experiment).join('-') !== sizes.join('-')) throw fault('tensors_fit', layersOf(experiment).join('-'), sizes.join('-'));
}
