// @ts-check
// What the reader was doing, kept for a reload of the page where storage is allowed.

import { modelText, readText } from './files.js';

/** @typedef {import("./pkg/neurone.js").Snapshot} Snapshot */

const KEY = 'neurone-work';
/** Characters of the runs that are kept; browsers allow about 5 million for a whole site. */
const MOST = 2e6;

/** A run by the place where it was made: what the page asked for. @typedef {[place: string, model: string]} Work */

/**
 * All that is kept, the latest first.
 * @returns {Work[]}
 */
function all() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]').filter((/** @type {unknown} */ one) => Array.isArray(one));
  } catch {
    return [];
  }
}

/** @param {Work[]} works */
function store(works) {
  let room = MOST;
  const fitting = works.filter((work) => (room -= String(work).length) >= 0);
  try {
    // Where there is no room for the new one, an older one does not stand in for it.
    localStorage.removeItem(KEY);
    if (fitting.length) localStorage.setItem(KEY, JSON.stringify(fitting));
  } catch {
    // Without storage nothing is kept, and nothing else is lost.
  }
}

const elsewhere = (/** @type {string} */ place) => all().filter(([other]) => other !== place);

/**
 * @param {string} place
 * @param {Snapshot} snapshot
 */
export const keepWork = (place, snapshot) => store([[place, modelText(snapshot)], ...elsewhere(place)]);

/** @param {string} place */
export const dropWork = (place) => store(elsewhere(place));

/**
 * What was kept at a place; `null` where there is nothing, or nothing that can be read.
 * @param {string} place
 * @returns {Snapshot | null}
 */
export function keptWork(place) {
  try {
    const read = readText(all().find(([other]) => other === place)?.[1] ?? '');
    return 'snapshot' in read ? read.snapshot : null;
  } catch {
    return null;
  }
}

/** Whether the reader has asked for the page again, instead of for the first time. */
export function isReload() {
  const [entry] = performance.getEntriesByType('navigation');
  return /** @type {PerformanceNavigationTiming | undefined} */ (entry)?.type === 'reload';
}
