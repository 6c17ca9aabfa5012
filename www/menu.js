// @ts-check
// What a reader takes along: the link, files, pictures; undo and redo; the lecture mode. Fetched when it is first shown.

import { h } from './dom.js';
import { fault, known, save } from './files.js';
import { VIEWS, canCopy, copy, sceneOf, toPng, toSvg } from './pictures.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Part} Part
 */

/**
 * @param {App} app
 * @returns {Part}
 */
export function shareMenu(app) {
  const { words, keeper } = app;
  const said = h('p', { class: 'caption said', role: 'status' });
  /**
   * Does what a button asks for and says that it is done, or why not.
   * @param {() => unknown} work
   * @param {string} [done] key of what is said then
   */
  const attempt = async (work, done) => {
    said.textContent = '';
    try {
      await work();
      app.settle();
      if (done) said.textContent = words.t(done);
    } catch (error) {
      app.fail(known(error));
    }
  };
  /**
   * @param {string} key
   * @param {() => unknown} work
   * @param {string} [done]
   */
  const button = (key, work, done) =>
    h(
      'button',
      {
        type: 'button',
        name: key,
        title: words.t(`${key}.hint`),
        click: () => attempt(work, done),
      },
      words.t(key),
    );
  // Cells are saved as models alone.
  const weights = button('file.tensors', () => keeper.saveTensors());
  weights.classList.add('of-points');
  const undo = button('undo', () => keeper.undo(-1));
  const redo = button('redo', () => keeper.undo(1));
  const chosen = h('input', { type: 'file', accept: '.json,.safetensors,application/json', hidden: true });
  chosen.addEventListener('change', () => {
    const [file] = chosen.files ?? [];
    if (file) attempt(() => keeper.open(file));
    chosen.value = '';
  });
  const pictures = Object.entries(VIEWS).map(([view, selector]) => pictureGroup(view, selector));
  const panel = h(
    'div',
    { class: 'menu-panel' },
    group('share.edit', undo, redo),
    group(
      'share.link',
      button('link.copy', () => keeper.copyLink(), 'link.copied'),
    ),
    group(
      'share.file',
      button('file.experiment', () => keeper.saveExperiment()),
      button('file.model', () => keeper.saveModel()),
      weights,
      button('file.open', () => chosen.click()),
      chosen,
    ),
    ...pictures.map(({ element }) => element),
    group(
      'share.show',
      button('lecture', () => (close(), lecture(app))),
    ),
    said,
  );
  const details = h('details', { class: 'share-menu from-2' }, h('summary', { title: words.t('share.hint') }, words.t('share')), panel);
  details.addEventListener('toggle', () => pictures.forEach(({ offer }) => offer()));
  const close = () => {
    const inside = details.contains(/** @type {ShadowRoot} */ (details.getRootNode()).activeElement);
    details.open = false;
    if (inside) details.querySelector('summary')?.focus();
  };
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !details.open) return;
    event.stopPropagation();
    close();
  });
  const outside = (/** @type {PointerEvent} */ event) => {
    if (details.open && !event.composedPath().includes(details)) details.open = false;
  };
  document.addEventListener('pointerdown', outside);
  return {
    element: details,
    update() {
      const { activeElement } = /** @type {ShadowRoot} */ (details.getRootNode());
      undo.disabled = !keeper.past.canUndo;
      redo.disabled = !keeper.past.canRedo;
      // What is done with the last of one is where the other begins.
      if (activeElement === undo && undo.disabled) redo.focus();
      if (activeElement === redo && redo.disabled) undo.focus();
      said.textContent = '';
    },
    close: () => document.removeEventListener('pointerdown', outside),
  };

  /**
   * @param {string} key
   * @param {Node[]} children
   */
  function group(key, ...children) {
    return h(
      'div',
      { 'class': 'menu-group', 'role': 'group', 'aria-label': words.t(key) },
      h('span', { 'class': 'label', 'aria-hidden': 'true' }, words.t(key)),
      h('div', { class: 'menu-buttons' }, ...children),
    );
  }

  /** @param {string} view @param {string} selector */
  function pictureGroup(view, selector) {
    const shown = () => {
      const root = /** @type {ParentNode} */ (/** @type {unknown} */ (details.getRootNode()));
      return [...root.querySelectorAll(selector)].find((one) => one.checkVisibility());
    };
    const scene = () => {
      const element = shown();
      if (!element) throw fault('picture_hidden');
      return sceneOf(element, app.theme.paper);
    };
    const named = (/** @type {string} */ end) => `neurone-${words.t(`picture.${view}.file`)}.${end}`;
    const copied = button('picture.copy', () => copy(toPng(scene())), 'picture.copied');
    copied.disabled = !canCopy();
    const element = group(
      `picture.${view}`,
      button('picture.png', async () => save(named('png'), await toPng(scene()))),
      button('picture.svg', () => save(named('svg'), toSvg(scene()))),
      copied,
    );
    return { element, offer: () => void (element.hidden = !shown()) };
  }
}

/**
 * Fills the screen, in a larger type; Escape leaves.
 * @param {App} app
 */
async function lecture({ keeper: { host } }) {
  if (document.fullscreenElement) return document.exitFullscreen();
  if (!host.requestFullscreen) throw fault('no_fullscreen');
  await host.requestFullscreen();
  const root = document.documentElement;
  const before = root.style.fontSize;
  root.style.fontSize = '137.5%';
  const left = () => {
    if (document.fullscreenElement) return;
    root.style.fontSize = before;
    document.removeEventListener('fullscreenchange', left);
  };
  document.addEventListener('fullscreenchange', left);
}
