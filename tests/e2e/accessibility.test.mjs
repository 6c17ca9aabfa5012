// @ts-check
// WCAG 2.2 AA over the states of states.mjs, and what a reader's system may ask of every page: no motion,
// colours of its own.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { engine, open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';
import { ENGINES, GROUPS, LANGS, NAMES, OFFERED, REST, THEMES, WIDTHS, states } from './states.mjs';

/** The narrowest window of the others is wider than a phone; the element in it is not. */
const narrowest = engine === 'chromium' ? 0 : 500;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @type {Record<string, string>} */
const KINDS = Object.assign({}, ...GROUPS.map(({ kinds }) => kinds));
/** @type {Record<string, string>} */
const VIEWS = Object.assign({}, ...GROUPS.map(({ views }) => views));

/** @typedef {Awaited<ReturnType<typeof open>>} Page */

/** @type {Page[]} */
const pages = [];
for (const width of WIDTHS) pages.push(await open({ width: Math.max(width, narrowest), height: 900 }));
const [wide] = /** @type {[Page]} */ (pages);

/** @param {Page} page @param {string} kind @param {string} lang */
async function arrive(page, kind, lang) {
  await page.driver.get('about:blank');
  await visit(page, `?lang=${lang}${Reflect.get(KINDS, kind)}`);
  // What comes with a level is here before the views ask for it.
  await within(page, `choose('.level', '3');`);
}

/** What axe finds in a view. @param {Page} page @param {import("./states.mjs").State} state */
async function findings(page, { view, theme }) {
  await within(page, `${REST} document.documentElement.style.colorScheme = '${theme}'`);
  await within(page, `${NAMES} ${Reflect.get(VIEWS, view)}`);
  return wait(
    page,
    `if (!window.axe) { ${axe}; window.axe = axe; }
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'], preload: false });
    return violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, any, all }) => html.slice(0, 200) + ' ' + ((any[0] ?? all[0])?.message ?? '')).join(' | '));`,
  );
}

wide.test('the states are those of the page, and every pair of their properties is among them', async () => {
  for (const [kind, about] of /** @type {[string, string][]} */ ([['two classes', 'points'], ['a text', 'sequences']])) {
    await arrive(wide, kind, 'en');
    const offered = new Set(await within(wide, OFFERED));
    const views = GROUPS.filter((group) => group.about === about).flatMap((group) => Object.keys(group.views));
    const listed = views.filter((name) => /^(level|panel|tab|details|fold|dialog|race) /.test(name));
    assert.deepEqual([...offered].sort(), listed.sort());
  }
  const parts = { kind: Object.keys(KINDS), view: Object.keys(VIEWS), theme: THEMES, lang: LANGS, width: WIDTHS, engine: ENGINES };
  const all = states();
  const missing = [];
  for (const [a, as] of Object.entries(parts))
    for (const [b, bs] of Object.entries(parts))
      for (const one of [a, b].sort().join() === 'kind,view' || a === b ? [] : as)
        for (const other of bs)
          if (!all.some((state) => Reflect.get(state, a) === one && Reflect.get(state, b) === other)) missing.push(`${one}, ${other}`);
  assert.deepEqual(missing, []);
});

pages.forEach((page, i) => {
  page.test(`axe finds nothing at ${WIDTHS[i]} pixels`, async () => {
    const own = states().filter((state) => state.width === WIDTHS[i] && state.engine === engine);
    const found = [];
    for (const kind of Object.keys(KINDS))
      for (const lang of LANGS) {
        const here = own.filter((state) => state.kind === kind && state.lang === lang);
        if (here.length) await arrive(page, kind, lang);
        for (const state of here)
          for (const finding of await findings(page, state)) found.push(`${Object.values(state).join(', ')}: ${finding}`);
      }
    assert.deepEqual(found, []);
    await page.run(`localStorage.clear()`);
  });
});

if (engine !== 'webkit') {
  const still = await open({ wish: 'reduced motion' });
  still.test('who asks for no motion sees the weights change and nothing travel', async () => {
    assert.equal(await still.run(`return matchMedia('(prefers-reduced-motion: reduce)').matches`), true);
    await arrive(still, 'two classes', 'en');
    const moving = `return $('.playground').getAnimations({ subtree: true }).length`;
    const links = `return $$('.links path').map((one) => getComputedStyle(one).strokeWidth + getComputedStyle(one).stroke).join()`;
    await within(still, `choose('.level', '3'); choose('.tabs', 'warped')`);
    const before = await within(still, links);
    await within(still, `$('.play').click()`);
    await until(still, `return step() > 20`);
    assert.equal(await within(still, `return $('.playground').dataset.playing`), 'true');
    assert.equal(await within(still, moving), 0);
    assert.notEqual(await within(still, links), before);
    await wide.driver.get('about:blank');
    await arrive(wide, 'two classes', 'en');
    await within(wide, `$('.play').click()`);
    await until(wide, moving, 5_000);
  });

  const forced = await open({ width: 1440, height: 900, wish: 'forced colors' });
  forced.test('in the colours of the system what is on, and where the focus is, stays visible', async () => {
    assert.equal(await forced.run(`return matchMedia('(forced-colors: active)').matches`), true);
    await arrive(forced, 'two classes', 'en');
    await within(forced, `choose('.level', '3')`);
    const [on, off, focused] = await within(
      forced,
      `// What tells one from the other where backgrounds are all the same.
      const look = (one) => { const s = getComputedStyle(one); return [s.outlineStyle, s.outlineWidth, s.borderTopColor, s.borderTopStyle, s.borderTopWidth, s.borderBottomColor].join(' '); };
      const groups = { '.level button': 'aria-checked', '.pace button': 'aria-checked', '.chips button': 'aria-pressed', '.tabs button': 'aria-selected', '.inputs button': 'aria-pressed', '.history .toggle': 'aria-pressed', '.sets button': 'aria-checked', '.fold': 'aria-expanded' };
      $$('.history .toggle')[0].click(); choose('.folds', 'table');
      const found = Object.entries(groups).map(([selector, state]) => {
        const looks = (value) => [...new Set($$(selector).filter((one) => seen(one) && one.getAttribute(state) === value).map(look))];
        return [selector, looks('true'), looks('false')];
      });
      const play = $('.play'); play.focus();
      return [found.filter(([, on]) => !on.length).map(([name]) => name), found.filter(([, on, off]) => on.some((one) => off.includes(one))).map(([name]) => name), getComputedStyle(play).outlineStyle];`,
    );
    assert.deepEqual(on, [], 'every kind of button has one that is on');
    assert.deepEqual(off, [], 'what is on looks like what is off');
    assert.notEqual(focused, 'none');
    // The marks of the classes, links and pictures keep the colours that carry the message.
    const kept = await within(
      forced,
      `const links = $$('.links path:not(.hit)').filter((one) => getComputedStyle(one).stroke !== 'none');
      return [getComputedStyle($('.stack .points')).forcedColorAdjust, new Set(links.map((one) => getComputedStyle(one).stroke)).size, $$('.legend canvas').map((one) => getComputedStyle(one).forcedColorAdjust).join()];`,
    );
    assert.deepEqual([kept[0], kept[1] > 1, kept[2]], ['none', true, 'none,none']);
  });
}
