// @ts-check
// A text of the reader's: pasted, opened, or dropped on the element. What it says is for others to judge.

import { newId } from './controls.js';
import { h } from './dom.js';
import { shownAt } from './state.js';

/** @typedef {import("./state.js").App} App */

/** Bytes above which a file is not even read. */
const LARGEST = 4_000_000;

/**
 * @param {App} app
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.hint what the box is for
 * @param {string} options.example what an empty box shows
 * @param {string} options.limits
 * @param {string} options.accept what the dialog of files offers
 * @param {() => void} options.read the text is another one
 * @param {() => void} options.cleared there is a file, but none that is read
 */
export function pasteBox({ words }, { label, hint, example, limits, accept, read, cleared }) {
  const id = newId();
  const text = h('textarea', { id, title: hint, spellcheck: 'false', autocomplete: 'off', wrap: 'off', placeholder: example });
  const file = h('input', { type: 'file', accept, hidden: true });
  const open = h('button', { type: 'button', title: words.t('table.open.hint'), click: () => file.click() }, words.t('table.open'));
  const fault = h('p', { class: 'caption fault', role: 'alert' });
  /** @param {File | null | undefined} chosen */
  const load = async (chosen) => {
    if (!chosen) return;
    if (chosen.size > LARGEST) {
      cleared();
      fault.textContent = words.t('table.large', { mb: LARGEST / 1e6 });
      return;
    }
    try {
      text.value = await textOf(chosen);
    } catch {
      // A spreadsheet, a folder, or a file that is gone.
      cleared();
      fault.textContent = words.t('table.unreadable', { name: chosen.name });
      return;
    }
    read();
  };
  text.addEventListener('input', read);
  file.addEventListener('change', async () => {
    await load(file.files?.[0]);
    file.value = '';
  });
  return {
    parts: [
      h('label', { class: 'label', for: id, title: hint }, label),
      text,
      h('div', { class: 'row' }, open, file),
      h('p', { class: 'caption' }, limits),
      fault,
    ],
    text,
    fault,
    load,
    /**
     * Does what may fail; why it does stands below the box.
     * @template T
     * @param {() => T} work
     * @returns {T | null}
     */
    attempt(work) {
      try {
        fault.textContent = '';
        return work();
      } catch (error) {
        fault.textContent = words.error(/** @type {any} */ (error));
        return null;
      }
    },
  };
}

/** What a file says, in Unicode or as spreadsheets write it on Windows. @param {File} file */
async function textOf(file) {
  const bytes = await file.arrayBuffer();
  const [first, second, third] = new Uint8Array(bytes);
  // A spreadsheet of today is an archive, and begins with "PK" and 3.
  if (first === 0x50 && second === 0x4b && third === 3) throw new TypeError('an archive');
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * Lets files be dropped on the whole element that a part stands in.
 * @param {App} app
 * @param {HTMLElement} element the part
 * @param {(file: File) => boolean} suits
 * @param {(file: File) => Promise<void>} take
 */
export function dropZone(app, element, suits, take) {
  /** @type {HTMLElement | null} */
  let host = null;
  const ends = new AbortController();
  const { signal } = ends;
  const light = (/** @type {boolean} */ on) => host?.classList.toggle('dropping', on);
  /** @param {DragEvent} event */
  const over = (event) => {
    if (![...(event.dataTransfer?.items ?? [])].some(({ kind }) => kind === 'file')) return;
    event.preventDefault();
    light(true);
  };
  /** @param {DragEvent} event */
  const drop = async (event) => {
    light(false);
    const dropped = [...(event.dataTransfer?.files ?? [])].find(suits);
    if (!dropped) return;
    event.preventDefault();
    app.show({ level: shownAt(app.view.level), panel: 'data' });
    await take(dropped);
    element.scrollIntoView({ block: 'nearest' });
  };
  return {
    /** Listens from when the part stands in the element. */
    update() {
      if (host) return;
      host = element.closest('.playground');
      host?.addEventListener('dragover', over, { signal });
      host?.addEventListener('dragleave', () => light(false), { signal });
      host?.addEventListener('drop', drop, { signal });
    },
    close: () => ends.abort(),
  };
}
