// @ts-check
// The page around the playground: its ladder, its languages, its prose.

import './define.js';
import { segmented } from './controls.js';
import { h, keepFocus } from './dom.js';
import { hints } from './hints.js';
import { LIVE, RUNGS } from './ladder.js';
import { readLink } from './link.js';
import { recall, remember } from './state.js';
import { Words, fetchTexts, languages, pickLanguage } from './words.js';

const playground = /** @type {HTMLElement} */ (document.querySelector('neurone-playground'));
const query = new URLSearchParams(location.search);

let words = new Words(pickLanguage([query.get('lang'), recall('lang'), ...navigator.languages]));
/** The language chosen last. */
let wanted = words.lang;
/** None where only an experiment was asked for. */
let rung = '';

/** The rung that the address names; none of its own for a share link without one. */
function place() {
  const link = readLink(location.hash, []);
  const named = link ? (link.rung ?? '') : new URLSearchParams(location.search).get('rung');
  return link && !named ? '' : LIVE.find((id) => id === named);
}

/** Hands what the address names to the playground, whose are the messages about it. */
function follow() {
  const preset = new URLSearchParams(location.search).get('preset');
  rung = place() ?? (preset ? '' : '1');
  const asked = { preset, link: readLink(location.hash, []) && location.hash, rung };
  for (const [name, value] of Object.entries(asked))
    if (value) playground.setAttribute(name, value);
    else playground.removeAttribute(name);
}

/** What a language calls itself. @param {string} code */
const languageName = (code) => new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;

/** A rung is a link, so that it can be opened, kept and sent. @param {string} id */
function address(id) {
  const where = id ? `rung=${id}` : `preset=${encodeURIComponent(playground.getAttribute('preset') ?? '')}`;
  return `?${where}&lang=${words.lang}`;
}

/** @param {{ id: string, apart?: boolean }} step */
function rungItem({ id, apart }) {
  const place = apart ? null : h('span', { class: 'place' }, id);
  const name = words.t(`rung.${id}`);
  const entry = h(
    'a',
    {
      'href': address(id),
      'aria-current': id === rung ? 'page' : null,
      'title': words.t(`rung.${id}.question`),
      'click': (event) => climb(event, id),
    },
    place,
    name,
  );
  return h('li', { class: apart ? 'apart' : null }, entry);
}

/**
 * The rung one stands on is left to the browser: it opens the page anew, at the start of the rung.
 * @param {MouseEvent} event
 * @param {string} id
 */
function climb(event, id) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || id === rung) return;
  event.preventDefault();
  history.pushState(null, '', address(id));
  follow();
  show();
}

function show() {
  keepFocus(document, build);
}

function build() {
  document.title = words.t('page.title');
  const ladder = h('nav', { 'aria-label': words.t('page.ladder') }, h('ol', {}, ...RUNGS.map(rungItem)));
  document.querySelector('nav')?.replaceWith(ladder);
  ladder.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  const choice = segmented(
    words.t('page.language'),
    languages.map((value) => ({ value, text: value.toUpperCase(), title: languageName(value) })),
    async (lang) => {
      wanted = lang;
      await fetchTexts(lang);
      // Another one may have been chosen meanwhile.
      if (lang !== wanted) return;
      words = new Words(lang);
      document.documentElement.lang = lang;
      remember('lang', lang);
      history.replaceState(null, '', address(rung) + (playground.hasAttribute('link') ? location.hash : ''));
      show();
    },
  );
  choice.set(words.lang);
  document.querySelector('.switches')?.replaceChildren(choice.element);
  document
    .querySelector('.prose')
    ?.replaceChildren(...[1, 2, 3].map((i) => h('p', {}, words.t(`page.prose.${i}`))));
}

addEventListener('popstate', () => {
  follow();
  show();
});
playground.addEventListener('neurone-rung', (event) => {
  rung = /** @type {CustomEvent} */ (event).detail.rung;
  history.pushState(null, '', address(rung));
  keepFocus(document, () =>
    document
      .querySelector('nav')
      ?.replaceWith(h('nav', { 'aria-label': words.t('page.ladder') }, h('ol', {}, ...RUNGS.map(rungItem)))),
  );
});
// What the playground begins with is said before the texts are waited for.
follow();
document.documentElement.lang = words.lang;
await fetchTexts(words.lang);
show();
const header = document.querySelector('header');
header?.append(hints(header));
