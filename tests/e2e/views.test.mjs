// @ts-check
import assert from 'node:assert/strict';
import { open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';

const page = await open();
await visit(page);

/** Opens a tab of the drawer. @param {string} name */
async function tab(name) {
  await within(page, `choose('.level', '3')`);
  await until(page, `return $('.drawer').checkVisibility()`);
  await within(page, `choose('.tabs', '${name}')`);
}

/** A number as the page writes it. @param {string} text */
function read(text) {
  const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻';
  const plain = text
    .replace(/\s·\s10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)/, (_, k) => `e${[...k].map((c) => '0123456789-'[raised.indexOf(c)]).join('')}`)
    .replace(/[×\s]/g, '')
    .replace('\u2212', '-');
  return Number(plain);
}

page.test('the gradient is followed layer by layer, with what goes wrong', async () => {
  await visit(page, '?lang=en&rung=3');
  await tab('gradients');
  await until(page, `return $$('.flow tbody tr').length === 7`);
  const rows = await within(
    page,
    `return $$('.flow tbody tr').map((row) => [...row.querySelectorAll('th, .number')].map((one) => one.textContent))`,
  );
  assert.deepEqual([rows[0][0], rows[6][0]], ['Output', 'Layer 1']);
  const norms = rows.map((/** @type {string[]} */ row) => read(row[1] ?? ''));
  assert.ok(norms[0] / norms[6] > 100, 'the gradient vanishes');
  for (const [, , gain, weights, activation] of rows.slice(1)) {
    const product = read(weights) * read(activation);
    assert.ok(Math.abs(product / read(gain) - 1) < 0.1, `${weights} times ${activation} is ${gain}`);
  }
  const [text] = await within(page, `return $$('.findings li').map((one) => one.textContent)`);
  assert.match(text, /^The gradient vanishes: .* is 0\.021 in layer 7 .* and 5\.5\s·\s10⁻⁵ in layer 1, \d+ times smaller\.$/);

  const before = await within(page, `return $('.flow').textContent`);
  await within(page, `$('.play').click()`);
  await page.driver.wait(async () => (await within(page, `return $('.flow').textContent`)) !== before, 10_000);
  await within(page, `$('.play').click()`);
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});

page.test('a learning rate that is too high is named with its number', async () => {
  await visit(page, '?lang=fr&rung=1');
  await tab('gradients');
  await within(page, `type('learning_rate', '1000')`);
  await within(page, `for (let i = 0; i < 12; i += 1) $('[aria-label="Un pas"]').click()`);
  await until(page, `return $$('.findings li').some((one) => one.textContent.includes('α = 1000 est trop grand'))`);
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});

page.test('the curves show training and test, keep a run, and go logarithmic', async () => {
  await visit(page, '?lang=en&rung=2');
  const host = `document.querySelector('neurone-playground')`;
  await page.run(`for (const [name, value] of Object.entries({ 'level': '3', 'pace': 'full', 'test-share': '40', 'n-iter': '200' })) ${host}.setAttribute(name, value)`);
  await until(page, `return $$('.labels span').some((one) => one.textContent === 'test')`);
  await within(page, `$('.play').click()`);
  await until(page, `return step() === 200 && $('.play').textContent === 'Continue'`);
  const labels = () => within(page, `return [...$('.labels').children].map((one) => one.textContent).sort()`);
  assert.deepEqual(await labels(), ['test', 'train']);
  await within(page, `$('.curves').dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }))`);
  const text = await within(page, `return $('.curves .caption').textContent`);
  assert.match(text, /^Iteration 200: loss 0\.\d{4}, accuracy \d+\u00a0%; test: loss 0\.\d{4}, accuracy \d+\u00a0%\.$/);

  /** How dark the axis is drawn: its picture. */
  const axis = () => within(page, `return $('.history .axes').toDataURL()`);
  const linear = await axis();
  await within(page, `$$('.history .toggle')[0].click()`);
  assert.notEqual(await axis(), linear);
  assert.match(await within(page, `return $('.curves .caption').textContent`), /loss 0\.\d{2}, /);

  await within(page, `$$('.history .toggle')[1].click(); $('[aria-label="Reset"]').click()`);
  await until(page, `return step() === 0`);
  assert.deepEqual(await labels(), ['kept', 'test', 'train']);
  await within(page, `$$('.history .toggle')[1].click()`);
  assert.deepEqual(await labels(), ['test', 'train']);
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});

page.test('the threshold moves the counts, and one half comes back', async () => {
  await visit(page, '?lang=en&rung=1');
  await within(page, `choose('.level', '3'); choose('.pace', 'full'); $('.play').click()`);
  await until(page, `return $('.play').textContent === 'Continue'`);
  const move = (/** @type {number} */ t) =>
    within(page, `const slider = $('[name=threshold]'); slider.value = arguments[0]; slider.dispatchEvent(new Event('input'))`, t);
  const frontier = () => within(page, `return $('.stack .contour').toDataURL()`);
  const accuracy = () => within(page, `return $('.counts strong').textContent`);
  const half = await frontier();
  assert.equal(await accuracy(), '90\u00a0%');
  // What the neuron of the thesis gets right at other thresholds.
  for (const [t, share] of [[0.3, 93], [0.4, 93], [0.6, 87], [0.7, 87]]) {
    await move(/** @type {number} */ (t));
    assert.equal(await accuracy(), `${share}\u00a0%`, `at ${t}`);
    assert.notEqual(await frontier(), half);
  }
  await move(0.5);
  assert.equal(await frontier(), half);
  const counts = await within(page, `return $$('.counts .count').map((one) => Number(one.textContent))`);
  assert.deepEqual([counts[0] + counts[1], counts[2] + counts[3], counts[0] + counts[3]], [50, 50, 90]);
  await move(0.2);
  await within(page, `choose('.level', '1')`);
  assert.equal(await frontier(), half, 'what cannot be seen holds no more');
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});

page.test('values have an R² and no confusion matrix', async () => {
  await visit(page, '?lang=en&rung=sandbox');
  const host = `document.querySelector('neurone-playground')`;
  await page.run(`for (const [name, value] of Object.entries({ level: '3', dataset: 'plane', loss: 'mse', output: 'identity' })) ${host}.setAttribute(name, value)`);
  await until(page, `return $$('.history .area')[1].dataset.name === 'R²'`);
  assert.equal(await within(page, `return seen($('.confusion'))`), false);
  assert.match(await within(page, `return $('.numbers').textContent`), /R²/);
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});

page.test('a layer bends the plane, up to the last straight line', async () => {
  await visit(page, '?lang=en&rung=1');
  await tab('warped');
  assert.match(await within(page, `return $('.warped').innerText`), /^A single neuron bends nothing/);
  const host = `document.querySelector('neurone-playground')`;
  await page.run(`for (const [name, value] of Object.entries({ layers: '2, 3', activation: 'tanh', dataset: 'moons', seed: '0', level: '3' })) ${host}.setAttribute(name, value)`);
  const told = () => within(page, `return $('.warped .note:not([hidden])') && $('.warped .told .note').textContent`);
  await until(page, `return /^The plane as layer 1 sees it, in its neurons 1 and 2\\. The middle of class 0 comes to/.test($('.warped .told .note').textContent)`);
  assert.doesNotMatch(await told(), /straight line/);
  const bent = await within(page, `return $('.warped .ground').toDataURL()`);

  // By hand to the flat grid, and to another layer and other neurons.
  await within(page, `const slider = $('[name=bend]'); slider.value = 0; slider.dispatchEvent(new Event('input'))`);
  assert.notEqual(await within(page, `return $('.warped .ground').toDataURL()`), bent);
  const set = (/** @type {number} */ i, /** @type {string} */ value) =>
    within(page, `const select = $$('.warped select')[${i}]; select.value = '${value}'; select.dispatchEvent(new Event('change'))`);
  await set(0, '2');
  await until(page, `return /layer 2 .* neurons 1 and 2.*straight line, seen here \\(dashed\\)/.test($('.warped .told .note').textContent)`);
  await set(2, '2');
  await until(page, `return /neurons 1 and 3/.test($('.warped .told .note').textContent)`);
  await page.run(`${host}.setAttribute('layers', '2')`);
  await until(page, `return /layer 1 .*There the output neuron draws a straight line: .*a₁ .*a₂ .*= 0\\.$/.test($('.warped .told .note').textContent)`);

  const before = await within(page, `return $('.warped .ground').toDataURL()`);
  await within(page, `$('[aria-label="One step"]').click()`);
  await page.driver.wait(async () => (await within(page, `return $('.warped .ground').toDataURL()`)) !== before, 10_000);
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});

page.test('the single neuron walks down its loss surface', async () => {
  await visit(page, '?lang=en&rung=2');
  await tab('surface');
  await until(page, `return /This network has 9 parameters/.test($('.surface').innerText)`);
  await visit(page, '?lang=en&rung=1');
  await tab('surface');
  const told = () => within(page, `return $('.surface .reading').textContent`);
  await until(page, `return /^Here w₁ = 1\\.76 and w₂ = 0\\.40: loss/.test($('.surface .reading').textContent)`);
  await within(page, `choose('.pace', 'full'); $('.play').click()`);
  await until(page, `return $('.play').textContent === 'Continue' && /loss 0\\.2086\\./.test($('.surface .reading').textContent)`);
  assert.match(await told(), /The descent began at \(1\.76; 0\.40\)\. The lowest place on this map: 0\.\d{4} near/);
  const path = await within(page, `return $('.surface .points').toDataURL()`);
  // Back at the start the path is gone.
  await within(page, `$('[aria-label="Reset"]').click()`);
  await until(page, `return /^Here w₁ = 1\\.76/.test($('.surface .reading').textContent)`);
  assert.notEqual(await within(page, `return $('.surface .points').toDataURL()`), path);
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});
