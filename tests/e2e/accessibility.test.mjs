// @ts-check
// WCAG 2.2 AA over the states of states.mjs, and what a reader's system may ask of every page: no motion,
// colours of its own.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { engine, open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';
import { KINDS, LANGS, OFFERED, REST, THEMES, VIEWS, WIDTHS, states } from './states.mjs';

/** The narrowest window of the others is wider than a phone; the element in it is not. */
const narrowest = engine === 'chromium' ? 0 : 500;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @typedef {Awaited<ReturnType<typeof open>>} Page */

/** @type {Page[]} */
const pages = [];
for (const width of WIDTHS) pages.push(await open({ width: Math.max(width, narrowest), height: 900 }));
const [wide] = /** @type {[Page]} */ (pages);

/** @param {Page} page @param {string} kind @param {string} lang */
async function arrive(page, kind, lang) {
  await page.driver.get('about:blank');
  await visit(page, `?lang=${lang}${Reflect.get(KINDS, kind)}`);
}

/** What axe finds in a view. @param {Page} page @param {import("./states.mjs").State} state */
async function findings(page, { view, theme }) {
  await within(page, `${REST} document.documentElement.style.colorScheme = '${theme}'`);
  await within(
    page,
    `const show = (level, panel = 'model') => { choose('.level', level); choose('.panels', panel); };
    ${Reflect.get(VIEWS, view)}`,
  );
  return wait(
    page,
    `if (!window.axe) { ${axe}; window.axe = axe; }
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, any, all }) => html.slice(0, 200) + ' ' + ((any[0] ?? all[0])?.message ?? '')).join(' | '));`,
  );
}

wide.test('the states are those of the page, and every pair of their properties is among them', async () => {
  await arrive(wide, 'two classes', 'en');
  const offered = new Set(await within(wide, OFFERED));
  const listed = Object.keys(VIEWS).filter((name) => /^(level|panel|tab|details|fold|dialog) /.test(name));
  assert.deepEqual([...offered].sort(), listed.sort());
  const parts = { kind: Object.keys(KINDS), view: Object.keys(VIEWS), theme: THEMES, lang: LANGS, width: WIDTHS };
  const all = states();
  for (const [a, as] of Object.entries(parts))
    for (const [b, bs] of Object.entries(parts))
      for (const one of as)
        for (const other of a === b ? [one] : bs)
          assert.ok(all.some((state) => Reflect.get(state, a) === one && Reflect.get(state, b) === other), `${one}, ${other}`);
});

pages.forEach((page, i) => {
  page.test(`axe finds nothing at ${WIDTHS[i]} pixels`, async () => {
    const own = states().filter(({ width }) => width === WIDTHS[i]);
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
