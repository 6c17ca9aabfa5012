// @ts-check
// What the reader was doing, kept for a reload of the page where storage is allowed.

import { modelText, readText } from './files.js';

/** @typedef {import("./pkg/neurone.js").Snapshot} Snapshot */

const KEY = 'neurone-work';
/** Characters of the largest run that is kept; browsers allow about 5 million for a whole site. */
const MOST = 2e6;

/**
 * @param {string} place what the page asked for when this was made
 * @param {Snapshot} snapshot
 */
export function keepWork(place, snapshot) {
  try {
    const text = JSON.stringify({ place, model: modelText(snapshot) });
    if (text.length <= MOST) localStorage.setItem(KEY, text);
    else localStorage.removeItem(KEY);
  } catch {
    // Without storage nothing is kept, and nothing else is lost.
  }
}

/**
 * What was kept; `null` where there is none, or none that can be read.
 * @returns {{ place: string, snapshot: Snapshot } | null}
 */
export function keptWork() {
  try {
    const { place, model } = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    const read = readText(model);
    return typeof place === 'string' && 'snapshot' in read ? { place, snapshot: read.snapshot } : null;
  } catch {
    return null;
  }
}

export function dropWork() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There is none.
  }
}

/** Whether the reader has asked for the page again, instead of for the first time. */
export function isReload() {
  const [entry] = performance.getEntriesByType('navigation');
  return /** @type {PerformanceNavigationTiming | undefined} */ (entry)?.type === 'reload';
}
