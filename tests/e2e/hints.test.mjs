// @ts-check
// Whatever can be worked, and every word of the trade, says what it is: to a mouse and a screen reader by its
// title, to the keys and a finger in a bubble.

import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { engine, open } from './driver.mjs';
import { until, visit, within } from './element.mjs';
import { GROUPS, LANGS, NAMES, REST } from './states.mjs';

const page = await open({ width: 1440, height: 900 });

/** Words that are no controls: what each of these is to hold. */
const TERMS = [
  '.transport .reading', '.numbers .reading', '.head', '.layers', '.lane-head', '.flow thead th', '.twin thead th',
  '.flow-through-time thead th', '.confusion thead th:last-child', '.confusion tfoot th',
];

/** What is in sight and not explained. A picture reads itself out, and so do the neurons and the parts of a cell. */
const BARE = `
  // A text that is missing shows as its key.
  const explains = (one) => one?.title && !/^[a-z_]+([.][a-z_0-9]+)+$/.test(one.title);
  const described = (one) => one.getAttribute('aria-describedby')?.split(' ').every((id) => root.getElementById(id)?.textContent);
  const group = (one) => one.parentElement?.closest('[role=radiogroup], [role=group]');
  const pictures = '.stack, .curves, .strips, .chain, .scroll, .symbols, .heat-grid, .cell, .neurons *, .cell-picture *, .time-chart, .status';
  const worked = $$('button, select, input, textarea, summary, [tabindex]').filter((one) => seen(one) && !one.matches(pictures));
  const name = (one) => one.localName + '.' + one.className + ' ' + (one.name || one.value || '') + ' ' + one.textContent.slice(0, 40);
  return [
    ...worked.filter((one) => !explains(one) && !described(one) && !explains(group(one))),
    ...$$(arguments[0].join()).filter((one) => seen(one) && !explains(one.querySelector('.term'))),
  ].map(name);`;

for (const lang of LANGS)
  page.test(`every control and every term in sight is explained: ${lang}`, async () => {
    /** @type {Set<string>} */
    const bare = new Set();
    let looked = 0;
    for (const { kinds, views } of GROUPS)
      for (const [k, [, address]] of Object.entries(kinds).entries()) {
        await page.driver.get('about:blank');
        await visit(page, `?lang=${lang}${address}`);
        // What comes with a level is here before the views ask for it.
        await within(page, `choose('.level', '3');`);
        // Every kind at all levels, every other view of one kind.
        const wanted = Object.entries(views).filter(([view], v) => view.startsWith('level') || v % Object.keys(kinds).length === k);
        for (const [view, script] of wanted) {
          await within(page, `${REST} ${NAMES} ${script}`);
          for (const one of await within(page, BARE, TERMS)) bare.add(`${view}: ${one}`);
          looked += 1;
        }
      }
    assert.deepEqual([...bare], []);
    assert.ok(looked > 80, String(looked));
    const outside = await page.run(
      `return [...document.querySelectorAll('header :is(a, button)')].filter((one) => !one.title || one.title.includes('rung.')).map((one) => one.textContent)`,
    );
    assert.deepEqual(outside, []);
    await page.run(`localStorage.clear()`);
  });

/** What the bubble says, nothing while it is away. */
const BUBBLE = `const bubble = () => $('.hint').matches(':popover-open') ? $('.hint').textContent : ''; `;
const says = (/** @type {string} */ selector) => until(page, `${BUBBLE} return $('${selector}').title && bubble() === $('${selector}').title`);
const silent = () => until(page, `${BUBBLE} return bubble() === ''`);

page.test('the keys bring the hint of what they go to', async () => {
  await visit(page, '?lang=en&rung=2');
  await within(page, `choose('.level', '2')`);
  const keys = (/** @type {string[]} */ ...all) => page.driver.actions().sendKeys(...all).perform();
  await within(page, `$('.play').focus()`);
  await says('.play');
  // The buttons that step are one stop, then come the words.
  await keys(Key.TAB, Key.TAB);
  await says('.counter .term');
  await keys(Key.ESCAPE);
  await silent();
  await keys(Key.ENTER);
  await says('.counter .term');
  await within(page, `$('input[name=learning_rate]').focus()`);
  await says('input[name=learning_rate]');
  await within(page, `$('.pace [tabindex="0"]').focus()`);
  await keys(Key.ARROW_RIGHT);
  await says('.pace [aria-checked=true]');
  // It stays in the window, also where there is no room below or to the right.
  for (const selector of ['.share-menu summary', '.numbers .reading:last-child .term', '.level button[aria-checked=true]']) {
    await within(page, `$('${selector}').focus()`);
    await says(selector);
    assert.ok(
      await within(page, `const { left, top, right, bottom } = $('.hint').getBoundingClientRect(); return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight`),
      selector,
    );
  }
});

/** A pointer that comes down, as the page is told of it. @param {string} pointerType @param {string} selector @param {string} then */
const press = (pointerType, selector, then) =>
  within(
    page,
    `const target = $('${selector}');
    const point = (type) => target.dispatchEvent(new PointerEvent(type, { pointerType: '${pointerType}', bubbles: true, composed: true, clientX: 9, clientY: 9 }));
    point('pointerdown'); ${then}`,
  );
const finger = (/** @type {string} */ selector, then = '') => press('touch', selector, then);
const LIFTED = `point('pointerup'); target.focus(); target.click();`;

page.test('a finger gets the hint of a word and a field by a tap, of a button by resting on it', async () => {
  await visit(page, '?lang=fr&rung=1');
  await within(page, `choose('.level', '2')`);
  await finger('.numbers .term', LIFTED);
  await says('.numbers .term');
  await finger('input[name=noise]', LIFTED);
  await says('input[name=noise]');
  await finger('.legend', `point('pointerup'); target.click()`);
  await says('.legend');
  // A button that is tapped does its work and says nothing.
  await finger('.level [value="1"]', LIFTED);
  await silent();
  assert.equal(await within(page, `return $('.level [aria-checked=true]').value`), '1');
  // Where the finger rests, the hint comes and the button is not pressed.
  await finger('.play');
  await says('.play');
  await finger('.numbers .term', `point('pointerup')`);
  await silent();
  await finger('.play');
  await says('.play');
  await within(page, `$('.play').click()`);
  assert.equal(await within(page, `return $('.playground').dataset.playing`), 'false');
  await page.run(`localStorage.clear()`);
});

page.test('a mouse that goes to a field has its hint already; one that presses a word gets it', async () => {
  await visit(page);
  await within(page, `choose('.level', '2')`);
  await press('mouse', 'input[name=noise]', LIFTED);
  await page.run(`return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`);
  await silent();
  await press('mouse', '.numbers .term', LIFTED);
  await says('.numbers .term');
  await press('mouse', '.play', LIFTED);
  await silent();
  await page.run(`localStorage.clear()`);
});

if (engine === 'chromium')
  page.test('a screen reader is told the hint beside the name', async () => {
    await visit(page);
    await within(page, `choose('.level', '2')`);
    const { nodes } = /** @type {any} */ (
      await /** @type {any} */ (page.driver).sendAndGetDevToolsCommand('Accessibility.getFullAXTree', {})
    );
    for (const [role, name, selector] of /** @type {[string, string, string][]} */ ([
      ['button', 'Loss', '.numbers .term'],
      ['textbox', 'Learning rate α', 'input[name=learning_rate]'],
      ['combobox', 'Optimizer', 'select[name=optimizer]'],
      ['radio', 'Full', '.pace [value=full]'],
      ['radiogroup', 'Level', '.level [role=radiogroup]'],
    ])) {
      const found = nodes.find((/** @type {any} */ one) => one.role?.value === role && one.name?.value === name);
      assert.equal(found?.description?.value, await within(page, `return $('${selector}').title`), name);
    }
    await page.run(`localStorage.clear()`);
  });

page.test('nothing went wrong on the way', async () => assert.deepEqual(await page.errors(), []));
