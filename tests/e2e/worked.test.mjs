// @ts-check
import assert from 'node:assert/strict';
import { open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';

const page = await open();
await visit(page);

/** Opens the tab. @param {string} query @param {Record<string, string>} [attributes] */
async function sheet(query, attributes = {}) {
  await visit(page, query);
  await page.run(
    `for (const [name, value] of Object.entries(arguments[0])) document.querySelector('neurone-playground').setAttribute(name, value)`,
    attributes,
  );
  await within(page, `choose('.level', '3')`);
  await until(page, `return $('.drawer').checkVisibility()`);
  await within(page, `choose('.tabs', 'worked')`);
  await until(page, `return $('.paper') && ($('.paper li') || $('.by-hand .said').textContent)`);
}

/** Each line: its kind and its text. @returns {Promise<[string, string][]>} */
const lines = () =>
  within(page, `return $$('.paper li').map((one) => [one.dataset.kind, one.firstChild.getAttribute('aria-label')])`);

/** What a button copies, word by word. @param {string} name */
const copied = (name) =>
  wait(
    page,
    `let text = null;
    const own = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (one) => void (text = one) } });
    $('[name="' + args[0] + '"]').click();
    for (let i = 0; i < 100 && text === null; i += 1) await new Promise((done) => setTimeout(done, 20));
    await new Promise((done) => setTimeout(done, 50));
    delete navigator.clipboard;
    if (own) Object.defineProperty(navigator, 'clipboard', own);
    return text;`,
    name,
  );

/** The digits at the end of a text. @param {string} text */
const result = (text) => text.replace(/ \((?:Δ|[A-Z]).*$/, '').match(/[-\u2212]?[\d.,]+$/)?.[0].replace('\u2212', '-').replace(',', '.');

page.test('the sheet of the neuron of the thesis adds up, and is what is copied', async () => {
  await sheet('?lang=en&rung=1');
  const all = await lines();
  const stages = await within(page, `return $$('.paper h4').map((one) => one.textContent)`);
  assert.deepEqual(stages, ['Given', 'Forward', 'Loss', 'Backward', 'Gradient', 'Update']);
  const value = (/** @type {string} */ start) =>
    Number(result(all.find(([kind, text]) => kind !== 'exact' && text.startsWith(`${start} =`))?.[1] ?? ''));

  const z = value('W[1]1,1') * value('A[0]1') + value('W[1]1,2') * value('A[0]2') + value('b[1]1');
  assert.equal(value('Z[1]1'), Number(z.toFixed(4)));
  assert.equal(value('A[1]1'), Number((1 / (1 + Math.exp(-value('Z[1]1')))).toFixed(4)));
  const point = await within(page, `return $('[name=worked-point]').value`);
  const mean = (value(`dW[1]1,1(${point})`) + value(`∑ dW[1]1,1(i≠${point})`)) / value('m');
  assert.ok(Math.abs(value('dW[1]1,1') - mean) <= 0.5e-4 + 1e-9);
  const next = value('W[1]1,1') - value('alpha') * value('dW[1]1,1');
  assert.ok(Math.abs(value("W'[1]1,1") - next) <= 0.5e-4 + 1e-9);
  const exact = all.find(([kind, text]) => kind === 'exact' && text.startsWith("W'[1]1,1 ="));
  assert.match(exact?.[1] ?? '', /^W'\[1\]1,1 = 1\.7\d{10,} \(Δ = \u2212?0\.0000\d+\)$/);

  const latex = /** @type {string} */ (await copied('worked-latex'));
  assert.equal(await within(page, `return $('.by-hand .said').textContent`), 'The sheet is on the clipboard.');
  assert.match(latex, /^\\begin\{align\*\}/);
  const ends = latex
    .split(/\n/)
    .filter((row) => / &?= /.test(row) || row.includes('&'))
    .map((row) => row.replace(/ \\\\$/, '').replace(/ \\quad.*$/, ''))
    .filter((row) => /[\d.]+$/.test(row) && !/_\{[\d,]+\}$/.test(row))
    .map((row) => row.match(/-?[\d.]+$/)?.[0]);
  assert.deepEqual(ends, all.map(([, text]) => result(text)), 'line by line, digit by digit');
  assert.deepEqual(await page.errors(), []);
});

page.test('in French, with gaps, in other decimals, for other points', async () => {
  await sheet('?lang=fr&rung=1');
  const said = await within(page, `return $('.by-hand').textContent`);
  assert.match(said, /ce point \+ les 99 autres, déjà additionnés/);
  const [first] = await lines();
  assert.match(first?.[1] ?? '', /^A\[0\]1 = \u2212?\d,\d{4}$/);
  assert.match(await copied('worked-markdown'), /^- \$A\^\{\[0\]\}_\{1\} = -?\d\{,\}\d{4}\$/);

  await within(page, `choose('.sheet-controls .segmented', '6')`);
  await until(page, `return /,\\d{6}$/.test($('.paper li > div').getAttribute('aria-label'))`);
  await within(page, `$('[name=worked-blank]').click()`);
  await until(page, `return $$('.paper .gap').length > 10`);
  const gaps = await lines();
  assert.ok(gaps.every(([kind]) => kind !== 'exact'));
  assert.equal(gaps.find(([kind]) => kind === 'weighted_sum')?.[1], 'Z[1]1 = W[1]1,1 · A[0]1 + W[1]1,2 · A[0]2 + b[1]1 = … · … + … · … + … ≈ …');
  assert.match(await copied('worked-latex'), /\\underline/);

  const number = () => within(page, `return Number($('[name=worked-point]').value)`);
  const before = await number();
  await within(page, `$('[name=worked-point-next]').click()`);
  assert.equal(await number(), (before % 100) + 1);
  await within(page, `type('worked-point', '101')`);
  assert.match(await within(page, `return $('.by-hand .said').textContent`), /^Point\s: 101 .*1 .* 100/);
  assert.equal(await within(page, `return $('[name=worked-point]').getAttribute('aria-invalid')`), 'true');
  await within(page, `type('worked-point', '3')`);
  assert.equal(await within(page, `return $('.by-hand .said').textContent`), '');
  assert.deepEqual(await page.errors(), []);
});

page.test('a click in the picture takes a point, and a step another sheet', async () => {
  await sheet('?lang=en&rung=1');
  const taken = await wait(
    page,
    `const mark = $('.worked-point'), from = $('[name=worked-point]').value;
    $('[name=worked-point-next]').click();
    const box = mark.getBoundingClientRect(), own = $('[name=worked-point]').value;
    const at = { bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
    $('[name=worked-point-previous]').click();
    const back = $('[name=worked-point]').value;
    $('.stack').dispatchEvent(new MouseEvent('click', at));
    return [from, own, back, $('[name=worked-point]').value, seen(mark)];`,
  );
  assert.deepEqual([taken[2], taken[3], taken[4]], [taken[0], taken[1], true]);
  const before = await lines();
  await within(page, `$('[aria-label="One step"]').click()`);
  await page.driver.wait(async () => (await lines()).join() !== before.join(), 5_000);
  const [old, now] = [before, await lines()].map((all) => (/** @type {string} */ name) => result(all.find(([, text]) => text.startsWith(name))?.[1] ?? ''));
  assert.equal(now?.('W[1]1,1 ='), old?.("W'[1]1,1 ="), 'what came out is given now');
  await within(page, `$('.play').click()`);
  const moving = await lines();
  await page.driver.wait(async () => (await lines()).join() !== moving.join(), 5_000);
  await within(page, `$('.play').click()`);
  assert.deepEqual(await page.errors(), []);
});

page.test('moments, a clipped norm and dropout have their lines', async () => {
  await sheet('?lang=en&rung=sandbox', { 'layers': '2', 'optimizer': 'adam', 'dropout': '0.5', 'clip-norm': '0.01' });
  await until(page, `return $('.paper li[data-kind=kept]')`);
  const all = await lines();
  const of = (/** @type {string} */ start) => all.find(([, text]) => text.startsWith(`${start} =`))?.[1] ?? '';
  /** The last number, before the case if there is one. @param {string} start */
  const value = (start) => Number(of(start).match(/[=≈] (\u2212?[\d.]+)(?: \([^=]*\))?$/)?.[1]?.replace('\u2212', '-'));
  assert.match(of('epsilon'), /= 0\.00000001$/);
  for (const neuron of ['1', '2']) {
    const kept = (value(`D[1]${neuron}`) * value(`A[1]${neuron}`)) / (1 - value('p'));
    assert.ok(Math.abs(value(`Ã[1]${neuron}`) - kept) <= 0.5e-4 + 1e-9, 'what dropout keeps goes on');
  }
  assert.match(of('norm'), /√/);
  assert.ok(Math.abs(value('k') - 0.01 / (value('norm') + 1e-6)) < 1e-8);
  const h = value('k') * value('dW[2]1,1');
  assert.ok(Math.abs(value('hW[2]1,1') - h) <= 0.5e-5 + 1e-9);
  const m = 0.1 * value('hW[2]1,1');
  assert.ok(Math.abs(value("mW'[2]1,1") - m) <= 0.5e-5 + 1e-9);
  assert.match(of('c2'), /beta2\^t = 1 − 0\.999\^1 ≈ 0\.00100000000$/);
  const next = value('W[2]1,1') - value('alpha') * value('qW[2]1,1');
  assert.ok(Math.abs(value("W'[2]1,1") - next) <= 0.5e-4 + 1e-9);
  const said = await within(page, `return $('.paper').textContent`);
  for (const note of [/those of the gradient 5, those of its square 11, their roots 8/, /D is 0 for those/, /corrected by c₁ and c₂/])
    assert.match(said, note);
  assert.match(await copied('worked-latex'), /\\hat\{m\}W\^\{\[2\]\}_\{1,1\} &= .*\\frac/);
  for (const [optimizer, moments] of /** @type {[string, number][]} */ ([['gradient_descent', 0], ['nesterov', 1], ['adadelta', 2], ['rmsprop', 1], ['adamw', 2], ['adagrad', 1]])) {
    await page.run(`document.querySelector('neurone-playground').setAttribute('optimizer', arguments[0])`, optimizer);
    await until(page, `return $$('.paper li[data-kind=update]').length === 9 && $$('.paper li[data-kind=moment]').length === ${9 * moments}`);
  }
  assert.deepEqual(await page.errors(), []);
});

page.test('what has no sheet says why', async () => {
  await sheet('?lang=en&rung=3');
  const said = () => within(page, `return $('.by-hand .said').textContent`);
  assert.match(await said(), /^This network has 247 parameters: .* Up to 64/);
  assert.equal(await within(page, `return $('[name=worked-latex]').disabled`), true);
  await sheet('?lang=en&rung=sandbox', { layers: '2' });
  await until(page, `return $('.paper li') && $('.by-hand .said').textContent === ''`);
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});
