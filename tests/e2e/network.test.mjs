// @ts-check
// The network in the diagram: its shape by hand, neurons and weights by mouse, finger and keyboard, large
// networks; and how a run is spoken of.

import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { open } from './driver.mjs';
import { until, visit, within } from './element.mjs';

const page = await open({ width: 1440, height: 900 });

const own = `$$('.neurons .neuron:not(.given)').length`;
const caption = `$('.result .caption').textContent`;
const keys = (/** @type {string[]} */ ...all) => page.driver.actions().sendKeys(...all).perform();
/** @param {string} label */
const press = (label) => within(page, `$$('.build button').find((one) => one.ariaLabel === arguments[0]).click()`, label);
/** @param {string} selector */
const hover = async (selector) => page.driver.actions().move({ origin: await page.find(selector) }).perform();

page.test('layers and neurons are added and removed in the diagram', async () => {
  await visit(page, '?lang=en&rung=1');
  await within(page, `choose('.level', '2')`);
  const heads = `return $('.build').innerText.replace(/\\s+/g, ' ')`;
  assert.match(await within(page, heads), /0 hidden layers/);
  assert.equal(await within(page, `return $$('.build button')[0].disabled`), true, 'nothing to remove');
  for (const [label, neurons, words] of /** @type {[string, number, RegExp][]} */ ([
    ['Add a hidden layer', 9, /1 hidden layer\b.*8 neurons/],
    ['One neuron more in layer 1', 10, /9 neurons/],
    ['Add a hidden layer', 18, /2 hidden layers.*9 neurons.*8 neurons/],
    ['One neuron less in layer 2', 17, /2 hidden layers.*9 neurons.*7 neurons/],
    ['Remove the last hidden layer', 10, /1 hidden layer\b.*9 neurons/],
  ])) {
    await press(label);
    await until(page, `return ${own} === ${neurons}`);
    assert.match(await within(page, heads), words, label);
  }
  assert.equal(await within(page, `return $$('.links path.hit').length`), 2 * 9 + 9);
  // The buttons are one tab stop; the focus stays with what was pressed.
  await within(page, `$$('.build button').find((one) => one.ariaLabel === 'One neuron less in layer 1').focus()`);
  for (let size = 8; size >= 1; size -= 1) {
    await keys(Key.ENTER);
    await until(page, `return ${own} === ${size + 1}`);
  }
  assert.equal(await within(page, `return $$('.build button').find((one) => one.ariaLabel === 'One neuron less in layer 1').disabled`), true);
  await within(page, `$$('.build button').find((one) => one.ariaLabel === 'One neuron more in layer 1').focus()`);
  await keys(Key.ENTER);
  await until(page, `return ${own} === 3 && root.activeElement?.ariaLabel === 'One neuron more in layer 1'`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a neuron under the mouse fills the picture, and its equation goes with it', async () => {
  await visit(page, '?lang=en&rung=2');
  await within(page, `choose('.level', '2'); $('.diagram').scrollIntoView({ block: 'center' })`);
  await until(page, `return ${own} === 3`);
  const picture = () => within(page, `return $('.stack .ground').toDataURL()`);
  const equation = () => within(page, `return $('.equation.many').textContent`);
  const [all, output] = [await picture(), await equation()];
  await hover('.neurons button:not(.answer, .given)');
  await until(page, `return /Neuron 1 .*layer 1/.test(${caption}) || /Neuron 1 /.test(${caption})`);
  assert.notEqual(await picture(), all);
  assert.match(output, /^Z1\[2\]=−?\d\.\d\dA1\[1\].*A2\[1\]/);
  assert.match(await equation(), /^Z1\[1\]=−?\d\.\d\dx1.*x2/);
  const before = await equation();
  await within(page, `$('[aria-label="One step"]').click()`);
  await page.driver.wait(async () => (await equation()) !== before, 5_000, 'its numbers are live');
  await hover('.stack');
  await until(page, `return /probability of class 1/.test(${caption})`);
  assert.match(await within(page, `return ${caption}`), /x₁ = .*x₂ = .*0\.\d{3}/);
  await hover('.question');
  await until(page, `return /Point at the picture/.test(${caption})`);
});

page.test('arrow keys tour the neurons and the table of weights', async () => {
  await visit(page, '?lang=en&rung=2');
  await within(page, `choose('.level', '3'); choose('.tabs', 'weights'); $('.neurons button:not(.given)').focus()`);
  const seen = [];
  for (let i = 0; i < 3; i += 1) {
    seen.push(await within(page, `return [root.activeElement.value, ${caption}].join(': ')`));
    await keys(Key.ARROW_DOWN);
  }
  assert.match(seen[0] ?? '', /^0: Neuron 1/);
  assert.match(seen[1] ?? '', /^1: Neuron 2/);
  assert.match(seen[2] ?? '', /^2: .*output neuron/);
  assert.ok(await within(page, `return $$('.neurons button').filter((one) => one.tabIndex === 0).length === 1`), 'one tab stop');
  await within(page, `$('.weights td button').focus()`);
  const names = [];
  for (let i = 0; i < 4; i += 1) {
    names.push(await within(page, `return root.activeElement.ariaLabel`));
    await keys(Key.ARROW_RIGHT);
  }
  assert.equal(new Set(names).size, 4);
  for (const name of names) assert.match(name, /^(bias b|w\d of .*): −?\d\.\d{4}, editable$/);
  await keys(Key.ENTER);
  await until(page, `return root.activeElement.matches('.weights td input')`);
});

page.test('a large network is drawn as layers that tell something', async () => {
  await visit(page, '?lang=en&rung=sandbox');
  await within(page, `choose('.level', '2'); type('hidden', '16,40,90,100')`);
  await until(page, `return $$('.diagram .mosaic').length === 4 && $$('.diagram .matrix').length >= 4`);
  const pictures = `return $$('.diagram .matrix').map((one) => (one.matches('canvas') ? one : one.querySelector('canvas')).toDataURL()).join()`;
  const before = await within(page, pictures);
  assert.ok((await within(page, `return $$('.diagram *').length`)) < 1200);
  await within(page, `$('[aria-label="One step"]').click()`);
  await until(page, `return step() === 1`);
  await page.driver.wait(async () => (await within(page, pictures)) !== before, 5_000);
  await hover('.neurons button[value="20"]');
  await until(page, `return /Neuron 5 of the 40/.test(${caption}) || /layer 2/i.test(${caption})`);
  assert.deepEqual(await page.errors(), []);
});

page.test('each pace advances, epoch by epoch where it says so', async () => {
  await visit(page, '?lang=en&rung=2');
  await within(page, `choose('.level', '3'); type('batch_size', '10')`);
  await until(page, `return $('input[name=batch_size]').value === '10'`);
  for (const pace of await within(page, `return $$('.pace button').map(({ value }) => value)`)) {
    await within(page, `choose('.pace', '${pace}')`);
    const before = await within(page, `return step()`);
    await within(page, `$('.play').click()`);
    await until(page, `return step() > ${before}`);
    await within(page, `$('.play').click()`);
    await until(page, `return $('.playground').dataset.playing === 'false'`);
    // 100 points in batches of 10.
    if (pace === 'epoch') assert.equal((await within(page, `return step()`)) % 10, 0);
    if (await within(page, `return step() === Number($('input[name=n_iter]').value)`)) await within(page, `$('[aria-label="Reset"]').click()`);
  }
});

page.test('a run is spoken of now and then, not at every step', async () => {
  await visit(page, '?lang=en&rung=1');
  await within(
    page,
    `const live = $('[aria-live=polite]'), all = { childList: true, characterData: true, subtree: true };
    window.said = [];
    window.shown = new Set();
    new MutationObserver(() => said.push(performance.now())).observe(live, all);
    new MutationObserver(() => shown.add(step())).observe($('.counter'), all);
    $('.play').click();`,
  );
  await until(page, `return $('.play').textContent === 'Continue' && /^At rest: iteration 100, /.test($('[aria-live=polite]').textContent)`, 60_000);
  const [said, shown] = await page.run(`return [said, shown.size]`);
  // Of a film every fifth picture has its number.
  assert.ok(shown > 30, `${shown} numbers`);
  // Five seconds between two sentences; half of one for a clock that is late with the first.
  const gaps = said.slice(1).map((/** @type {number} */ time, /** @type {number} */ i) => time - said[i]);
  assert.ok(gaps.every((/** @type {number} */ gap) => gap > 4500), gaps.join());
  // An output is spoken at each change unless it says otherwise.
  assert.deepEqual(await within(page, `return $$('output:not([aria-live=off])').map((one) => one.parentElement.className)`), []);
  await page.run(`localStorage.clear()`);
});
