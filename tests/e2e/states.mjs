// @ts-check
// The states of the page: kind x view x theme x language x width x engine. What the page offers and no view here
// opens makes accessibility.test.mjs fail.

/** What the views are written with, besides the names of element.mjs. */
export const NAMES = `
  const show = (level, panel = 'model') => { choose('.level', level); choose('.panels', panel); };
  // The first part of the cell that can be pinned.
  const gate = () => $$('.cell-picture .part').find((part) => (part.dispatchEvent(new FocusEvent('focusin', { bubbles: true })), !$('.of-gate').hidden));
`;

/** Every page has these. */
const SHARED = {
  'level 1': `show('1')`,
  'level 2': `show('2')`,
  'level 3': `show('3')`,
  'panel data': `show('2', 'data')`,
  'panel model': `show('2', 'model')`,
  'panel output': `show('3', 'output')`,
  'details share-menu': `show('2', 'data'); $('.share-menu').open = true`,
  'dialog hint': `show('2'); $('.transport .term').focus()`,
  'details more': `show('3'); for (const one of $$('details.more')) one.open = true`,
  'trained': `show('2'); for (let i = 0; i < 3; i += 1) $$('.transport .round')[1].click()`,
};

/** @param {string[]} names */
const tabs = (...names) => Object.fromEntries(names.map((tab) => [`tab ${tab}`, `show('3'); choose('.tabs', '${tab}')`]));
/** @param {string[]} names */
const folds = (...names) =>
  Object.fromEntries(names.map((fold) => [`fold ${fold}`, `show('3', 'data'); choose('.folds', '${fold}')`]));

/** Cells, as they are usually trained. */
const CELL = '#v=1&init=uniform&optimizer=adam&learning_rate=0.01&clip_norm=1&seed=0&data_seed=0&';
const TEXT = `${CELL}cell=lstm&task=fable&n_hidden=12&loss=cross_entropy&output=softmax`;

/**
 * What is about the same is combined: every view of a group meets kinds of its own.
 *
 * A kind, what is trained, is what follows the language in the address.
 *
 * A view, what is open, is a script with `NAMES`, run in a page at rest. `show(level, panel)` goes to a level
 * and, where the columns share one place, to a panel. A name of two words answers to what the
 * page is asked for: a `level`, `tab`, `panel` by its value, `details` and `dialog` by their class, a `fold` by
 * its value, a button of the `race` by its name.
 * @type {{ about: "points" | "sequences", kinds: Record<string, string>, views: Record<string, string> }[]}
 */
export const GROUPS = [
  {
    about: 'points',
    kinds: {
      'one neuron': '&rung=1',
      'two classes': '&rung=2',
      'deep': '&rung=3',
      'four classes': '#v=1&dataset=blobs&n_classes=4&loss=cross_entropy&output=softmax&hidden=4&seed=1&data_seed=1&test_share=30',
      'values on a plane': '#v=1&dataset=plane&loss=mse&output=identity&hidden=4&seed=1&data_seed=1',
      'a curve': '#v=1&dataset=sine&loss=mse&output=identity&hidden=6&activation=tanh&seed=1&data_seed=1',
      'own points': '#v=1&dataset=points&points=1~AAAAFAoUCRQAKBMU&hidden=2&seed=1&data_seed=1',
      'drawn as layers': '#v=1&dataset=spiral&hidden=16,40,90,100&activation=tanh&seed=1&data_seed=1',
    },
    views: {
      ...SHARED,
      ...tabs('gradients', 'worked', 'shapes', 'equations', 'activations', 'warped', 'surface', 'weights'),
      ...folds('sets', 'settings', 'table'),
      'details confusion': `show('3', 'output'); $('.confusion').open = true`,
      'fold draw': `show('2', 'data'); $('.draw').click()`,
      'dialog editor': `show('2'); ($('.bias-chip') ?? $('.neurons button')).click()`,
      'an error': `show('2'); type('learning_rate', 'abc')`,
      'training': `show('2'); $('.play').click()`,
      'lecture': `show('2'); document.documentElement.style.fontSize = '137.5%'`,
      'a neuron enlarged': `show('2'); $('.neurons button').click()`,
    },
  },
  {
    about: 'sequences',
    kinds: {
      'an order': `${CELL}cell=lstm&forget_bias=3&task=order&n_steps=10&loss=cross_entropy&output=softmax`,
      'values at the end': `${CELL}cell=gru&task=adding&loss=mse&output=identity`,
      'a series': `${CELL}cell=rnn&task=sine&loss=mse&output=identity&test_share=20`,
      'a text': TEXT,
      'a step of rung 4': '&rung=4',
    },
    views: {
      ...SHARED,
      ...tabs('flow', 'worked', 'weights'),
      ...folds('tasks', 'by_hand', 'own', 'draws'),
      'an answer by hand': `show('2', 'data'); choose('.folds', 'by_hand'); $('[name="hand.on"]').click(); $('[name="hand.show"]').click()`,
      'an own text': `show('2', 'data'); choose('.folds', 'own'); choose('.own', 'text')`,
      'an own signal': `show('2', 'data'); choose('.folds', 'own'); choose('.own', 'signal')`,
      'an own column': `show('2', 'data'); choose('.folds', 'own'); choose('.own', 'column')`,
      'a part kept': `show('2'); $('.cell-picture .part').dispatchEvent(new FocusEvent('focusin', { bubbles: true }))`,
      'an opened box': `show('3'); gate(); $('.inside').open = true`,
      'a pinned gate': `show('2'); gate(); choose('.of-gate', '0')`,
    },
  },
  {
    about: 'sequences',
    kinds: { 'sampling a text': TEXT },
    views: { 'a text that goes on': `show('2', 'output'); $('.go-on').click()` },
  },
  {
    about: 'sequences',
    kinds: { 'a race': '&rung=5' },
    views: {
      'the lanes': `show('1')`,
      'race race': `show('2'); $('[name=race]').click()`,
      'race graft': `show('2'); $('[name=graft]').click()`,
      'race next-seed': `show('2'); $('[name=next-seed]').click()`,
      'race equal': `show('2'); $('.chip[value=finale]').click()`,
    },
  },
];

export const THEMES = ['light', 'dark'];
export const LANGS = ['en', 'fr'];
/** CSS pixels: three columns, a column of notes, a phone. */
export const WIDTHS = [1440, 720, 390];
export const ENGINES = ['chromium', 'firefox', 'webkit'];

/** Leaves what a view has opened. */
export const REST = `
  document.documentElement.style.fontSize = '';
  if ($('.playground').dataset.playing === 'true') $('.play').click();
  if ($('.playground').classList.contains('drawing')) $('.draw').click();
  for (const one of $$('details')) one.open = false;
  for (const one of $$('.folds [aria-expanded=true]')) one.click();
  if ($('.editor')?.hidden === false) $('.editor .less-more').click();
  if ($('.of-gate')?.hidden === false) choose('.of-gate', '');
  root.activeElement?.blur();
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
    ...$$('.race-buttons button').map(({ name }) => 'race ' + name),
  ];`;

/**
 * @typedef {object} State
 * @property {string} kind
 * @property {string} view
 * @property {string} theme
 * @property {string} lang
 * @property {number} width
 * @property {string} engine
 */

/**
 * A set of states with every pair of two of their properties but kind and view: each view has a kind and an engine
 * of its own at every width, and the kinds of a group take turns.
 * @returns {State[]}
 */
export function states() {
  const turn = (/** @type {unknown[]} */ list, /** @type {number} */ i) => list[i % list.length];
  return GROUPS.flatMap(({ kinds: addresses, views }) => {
    const kinds = Object.keys(addresses);
    return Object.keys(views).flatMap((view, v) =>
      WIDTHS.map((width, w) => {
        const n = WIDTHS.length * v + w;
        return /** @type {State} */ ({
          kind: turn(kinds, n),
          view,
          width,
          // One language for a kind at a width: the page is loaded for each.
          lang: turn(LANGS, Math.floor((n % (kinds.length * WIDTHS.length)) / kinds.length) + (n % kinds.length)),
          theme: turn(THEMES, Math.floor(v / kinds.length) + w),
          engine: turn(ENGINES, v + w),
        });
      }),
    );
  });
}
