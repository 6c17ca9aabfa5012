// @ts-check
// The states of the page: kind x view x theme x language x width. What the page offers and no view here
// opens makes accessibility.test.mjs fail.

/** What is trained: what follows the language in the address. */
export const KINDS = {
  'one neuron': '&rung=1',
  'two classes': '&rung=2',
  'deep': '&rung=3',
  'four classes': '#v=1&dataset=blobs&n_classes=4&loss=cross_entropy&output=softmax&hidden=4&seed=1&data_seed=1&test_share=30',
  'values on a plane': '#v=1&dataset=plane&loss=mse&output=identity&hidden=4&seed=1&data_seed=1',
  'a curve': '#v=1&dataset=sine&loss=mse&output=identity&hidden=6&activation=tanh&seed=1&data_seed=1',
  'own points': '#v=1&dataset=points&points=1~AAAAFAoUCRQAKBMU&hidden=2&seed=1&data_seed=1',
  'drawn as layers': '#v=1&dataset=spiral&hidden=16,40,90,100&activation=tanh&seed=1&data_seed=1',
};

/**
 * What is open: a script with the names of element.mjs, run in a page at rest. `show(level, panel)` goes to
 * a level and, where the columns share one place, to a panel. A name of two words answers to what the page
 * is asked for: a `level`, `tab`, `panel` by its value, `details` and `dialog` by their class, a `fold` by its value.
 */
export const VIEWS = {
  'level 1': `show('1')`,
  'level 2': `show('2')`,
  'level 3': `show('3')`,
  'panel data': `show('2', 'data')`,
  'panel model': `show('2', 'model')`,
  'panel output': `show('3', 'output')`,
  ...Object.fromEntries(
    ['gradients', 'worked', 'shapes', 'equations', 'activations', 'warped', 'surface', 'weights'].map((tab) => [
      `tab ${tab}`,
      `show('3'); choose('.tabs', '${tab}')`,
    ]),
  ),
  'details share-menu': `show('2', 'data'); $('.share-menu').open = true`,
  'details more': `show('3'); for (const one of $$('details.more')) one.open = true`,
  'details confusion': `show('3', 'output'); $('.confusion').open = true`,
  'fold draw': `show('2', 'data'); $('.draw').click()`,
  ...Object.fromEntries(
    ['sets', 'settings', 'table'].map((fold) => [`fold ${fold}`, `show('3', 'data'); choose('.folds', '${fold}')`]),
  ),
  'dialog editor': `show('2'); ($('.bias-chip') ?? $('.neurons button')).click()`,
  'a neuron enlarged': `show('2'); $('.neurons button').click()`,
  'an error': `show('2'); type('learning_rate', 'abc')`,
  'training': `show('2'); $('.play').click()`,
  'trained': `show('2'); for (let i = 0; i < 3; i += 1) $$('.transport .round')[1].click()`,
  'lecture': `show('2'); document.documentElement.style.fontSize = '137.5%'`,
};

export const THEMES = ['light', 'dark'];
export const LANGS = ['en', 'fr'];
/** CSS pixels: three columns, a column of notes, a phone. */
export const WIDTHS = [1440, 720, 390];

/** Leaves what a view has opened. */
export const REST = `
  document.documentElement.style.fontSize = '';
  if ($('.playground').dataset.playing === 'true') $('.play').click();
  if ($('.playground').classList.contains('drawing')) $('.draw').click();
  for (const one of $$('details')) one.open = false;
  for (const one of $$('.folds [aria-expanded=true]')) one.click();
  if (!$('.editor').hidden) $('.editor .less-more').click();
  $('.alert').replaceChildren();`;

/** What the page offers, by the names of views. */
export const OFFERED = `
  const first = (one) => one.classList[0] ?? '';
  return [
    ...$$('.level button').map(({ value }) => 'level ' + value),
    ...$$('.panels button').map(({ value }) => 'panel ' + value),
    ...$$('[role=tab]').map(({ value }) => 'tab ' + value),
    ...$$('details').map((one) => 'details ' + first(one)),
    ...$$('.fold').map((one) => 'fold ' + (one.value || 'draw')),
    ...$$('dialog, [role=dialog], [popover]').map((one) => 'dialog ' + first(one)),
  ];`;

/**
 * @typedef {object} State
 * @property {string} kind
 * @property {string} view
 * @property {string} theme
 * @property {string} lang
 * @property {number} width
 */

/**
 * A set of states with every pair of two of their properties but kind and view: each view has a kind of its own
 * at every width, and the kinds take turns.
 * @returns {State[]}
 */
export function states() {
  const kinds = Object.keys(KINDS);
  const turn = (/** @type {unknown[]} */ list, /** @type {number} */ i) => list[i % list.length];
  return Object.keys(VIEWS).flatMap((view, v) =>
    WIDTHS.map((width, w) => {
      const n = WIDTHS.length * v + w;
      return /** @type {State} */ ({
        kind: turn(kinds, n),
        view,
        width,
        // One language for a kind at a width: the page is loaded for each.
        lang: turn(LANGS, Math.floor((n % (kinds.length * WIDTHS.length)) / kinds.length) + (n % kinds.length)),
        theme: turn(THEMES, Math.floor((n + v) / kinds.length) + w),
      });
    }),
  );
}
