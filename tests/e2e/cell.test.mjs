// @ts-check
// The cell: its drawing, the numbers in it, and what can be done to it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';

const page = await open();

/** Temporal order with a few cells, which every cell can be put to. */
const TASK =
  'task=order&n_steps=20&init=uniform&forget_bias=3&loss=cross_entropy&output=softmax&optimizer=adam&learning_rate=0.01&clip_norm=1&n_hidden=4&seed=3&data_seed=3';

let visits = 0;

/** @param {string} cell @param {string} [lang] @param {string} [more] */
async function show(cell, lang = 'en', more = '') {
  // Another hash alone would not load the page anew.
  visits += 1;
  await visit(page, `?lang=${lang}&visit=${visits}#v=1&cell=${cell}&${TASK}${more}`);
  await until(page, `return $('.cell-picture .part[aria-label]')`);
}

/** The accessible names of the parts, in the order of the keys. */
const PARTS = `$$('.cell-picture .part').map((part) => part.getAttribute('aria-label'))`;
/** Works a key on the part that has the focus. @param {string} key */
const press = (key) =>
  `root.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true, composed: true }))`;

/** The same passage from the module itself: the names and values of the first cell at step t. */
const PASSAGE = `
  const { load } = await import('/www/wasm.js');
  const [{ parse_experiment }, { SequencePlayground }] = await Promise.all([load(), load('sequences')]);
  const fields = Object.fromEntries([...new URLSearchParams(location.hash.slice(1))].map(([name, value]) => [name, Number.isNaN(Number(value)) ? value : Number(value)]));
  delete fields.v;
  delete fields.level;
  const { experiment } = parse_experiment(fields);
  const model = new SequencePlayground(experiment);
  const passage = (pins = []) => model.passage(0, Float64Array.from(pins));
  const at = (rows, name, t, unit) => rows.layers[0].find((one) => one.name === name)?.values[t * 4 + unit];`;

const EXPECTED = {
  rnn: 'xgh',
  stage1: 'xgch',
  stage2: 'xfgch',
  stage3: 'xfigch',
  lstm: 'xfigoch',
  lstm_printed: 'xfigoch',
  lstm_1997: 'xigoch',
  gru: 'xrznh',
  gru_cho: 'xrznh',
};

page.test('every cell is drawn with its parts, each with its value', async () => {
  for (const [cell, parts] of Object.entries(EXPECTED)) {
    await show(cell, 'en', '&level=3');
    const names = await within(page, `return ${PARTS}`);
    assert.deepEqual(
      names.map((/** @type {string} */ name) => name.split(':')[0]?.at(-1)),
      [...parts],
      cell,
    );
    const boxes = await within(page, `return $$('.cell-picture rect.box').length`);
    assert.equal(boxes, [...parts].filter((part) => !'xch'.includes(part)).length, cell);
    const seen = await wait(
      page,
      `${PASSAGE}
      const all = passage();
      return ${JSON.stringify([...parts].slice(1))}.map((name) => [name, at(all, name, 0, 0)]);`,
    );
    for (const [name, value] of seen) {
      const text = names.find((/** @type {string} */ one) => new RegExp(` ${name}:`).test(one)) ?? '';
      const shown = Number(text.match(/-?[\u2212]?\d+\.\d+/)?.[0].replace('\u2212', '-'));
      assert.ok(Math.abs(shown - value) <= 0.00501, `${cell} ${name}: ${text}, expected ${value}`);
    }
    const twin = await within(page, `return $$('.cell-view li').map((one) => one.textContent)`);
    assert.deepEqual(twin, names, cell);
  }
  assert.deepEqual(await page.errors(), []);
});

page.test('the printed LSTM says that its input gate leads nowhere', async () => {
  await show('lstm_printed', 'en', '&level=2');
  const [, , i] = await within(page, `return ${PARTS}`);
  assert.match(i, /^Input gate i: 0\.\d\d, unused$/);
  assert.match(
    await within(page, `return $('.stages .caption').textContent`),
    /the input gate is computed for nothing/,
  );
  assert.equal(await within(page, `return $$('.cell-picture .casings .dangling').length`), 1);
});

page.test('the keys walk through the cell, and each part says its equation with its numbers', async () => {
  await show('lstm', 'fr', '&level=2');
  await within(page, `$('.cell-picture .part[tabindex="0"]').focus()`);
  const parts = [];
  for (let k = 0; k < 7; k += 1) {
    parts.push(
      await within(
        page,
        `return [root.activeElement.dataset.part, $('.inspect h4').textContent, $('.equation-number')?.textContent ?? '', $('.inspect .substituted').textContent]`,
      ),
    );
    await within(page, press('ArrowRight'));
  }
  assert.deepEqual(
    parts.map(([part]) => part),
    ['x', 'f', 'i', 'g', 'o', 'c', 'h'],
  );
  assert.deepEqual(
    parts.map(([, , number]) => number),
    ['', '(37)', '(39)', '', '(41)', '(40)', '(42)'],
  );
  assert.match(parts[1][1], /^Porte d’oubli f\s: 0,\d\d$/);
  // σ of the sum that is written out is the value that is shown, within what two decimals hide.
  const [, , , text] = parts[1];
  const digits =
    text
      .replaceAll('\u2212', '-')
      .replaceAll(',', '.')
      .match(/-?\d+\.\d+/g)
      ?.map(Number) ?? [];
  const [recurrent = NaN, input = NaN, bias = NaN, sum = NaN, value = NaN] = digits;
  assert.ok(Math.abs(recurrent + input + bias - sum) <= 0.021, text);
  assert.ok(Math.abs(1 / (1 + Math.exp(-sum)) - value) <= 0.0063, text);
  await within(page, press('Home'));
  assert.equal(await within(page, `return root.activeElement.dataset.part`), 'x');
  assert.equal(
    await within(page, `return $$('.cell-picture .part').filter((part) => part.tabIndex === 0).length`),
    1,
  );
  assert.deepEqual(await page.errors(), []);
});

page.test('the cell shows the step that is looked at, and lives while it trains', async () => {
  await show('lstm', 'en', '&level=2');
  const before = await within(page, `return ${PARTS}`);
  await within(page, `$('.play').click()`);
  await page.driver.wait(
    async () => (await within(page, `return ${PARTS}`)).join() !== before.join(),
    10_000,
  );
  await within(page, `$('.play').click()`);
  const first = await within(page, `return ${PARTS}`);
  await within(
    page,
    `const select = $('select[name=unit]'); select.value = '2'; select.dispatchEvent(new Event('change'))`,
  );
  await page.driver.wait(async () => (await within(page, `return ${PARTS}`)).join() !== first.join(), 10_000);
});

page.test('a gate is pinned by a key or a button, is marked, and changes what comes after', async () => {
  await show('lstm', 'en', '&level=2');
  const h = async () => (await within(page, `return ${PARTS}`)).at(-1);
  const free = await h();
  await within(page, `$('.part.of-o').focus(); ${press('0')}`);
  await until(page, `return $('.part.of-o').matches('.pinned')`);
  assert.equal(await h(), 'State h: 0.00', 'a closed output gate shows nothing');
  assert.equal(
    await within(page, `return $('.part.of-o').getAttribute('aria-label')`),
    'Output gate o: pinned to 0',
  );
  assert.equal(await within(page, `return $('.sign.box.of-o').textContent`), '0');
  await within(page, press('Backspace'));
  await until(page, `return !$('.part.of-o').matches('.pinned')`);
  assert.equal(await h(), free);
  await within(page, `$$('.of-gate .segmented button').find((button) => button.value === '1').click()`);
  await until(page, `return /pinned to 1/.test($('.part.of-o').getAttribute('aria-label'))`);
  const expected = await wait(page, `${PASSAGE} return at(passage([NaN, NaN, NaN, 1]), 'h', 0, 0);`);
  assert.ok(
    Math.abs(Number((await h()).match(/[\u2212]?\d.*/)[0].replace('\u2212', '-')) - expected) <= 0.00501,
  );
  await within(page, `choose('.stages', 'gru')`);
  await until(page, `return $$('.part.of-z').length === 1`);
  await until(page, `return $$('.part.pinned').length === 0`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a graft keeps what was learnt, and the next cell barely answers otherwise', async () => {
  await show('stage3', 'en', '&level=2');
  await within(page, `$('.play').click()`);
  await until(page, `return step() >= 30`);
  await within(page, `$('.play').click()`);
  await until(page, `return $('.playground').dataset.playing === 'false'`);
  const loss = () => within(page, `return Number($('.numbers output').value)`);
  await within(page, `choose('.stages .row', 'graft')`);
  await within(
    page,
    `
    window.left = 0;
    new MutationObserver((all) => all.forEach(({ addedNodes }) => addedNodes.forEach((one) => (window.left += Number(one.matches('.leaving'))))))
      .observe($('.cell-picture'), { childList: true });`,
  );
  const names = ['Forget gate f', 'Input gate i', 'Candidate g'];
  const before = await within(page, `return ${PARTS}`);
  const kept = await loss();
  await within(page, `choose('.stages', 'lstm')`);
  await until(page, `return $$('.part.of-o').length === 1 && step() === 0`);
  const after = await within(page, `return ${PARTS}`);
  for (const name of names) {
    const of = (/** @type {string[]} */ all) => all.find((one) => one.startsWith(name));
    assert.equal(of(after), of(before), 'at the first step the gates are the same');
  }
  assert.equal(
    after.find((/** @type {string} */ one) => one.startsWith('Output gate')),
    'Output gate o: 0.99',
  );
  // Both are losses of a batch each, of which no two are alike: from scratch it would be ln 4 and more.
  assert.ok((await loss()) < kept + 0.25, `${kept} became ${await loss()}`);
  assert.deepEqual(
    await within(page, `return [...new Set($$('.cell-picture .entering').map((one) => one.dataset.part))]`),
    ['o'],
    'the new gate grows in, and nothing else',
  );
  await within(page, `choose('.stages', 'stage3')`);
  await until(page, `return $$('.part.of-o').length === 0 && !$('.cell-picture .leaving')`);
  assert.ok((await page.run(`return window.left`)) > 0, 'a gate that goes fades out');
  assert.deepEqual(await page.errors(), []);
});

page.test('a box opens into its weights, which can be read and written', async () => {
  await show('lstm', 'en', '&level=2');
  await within(page, `$('.part.of-f').focus(); $('.inside').open = true`);
  await until(page, `return $$('.heat').length === 3`);
  assert.deepEqual(await within(page, `return $$('.heat figcaption').map((one) => one.textContent)`), [
    'W_xf (4 × 8)',
    'W_hf (4 × 4)',
    'b_f (4 × 1)',
  ]);
  await within(page, `$$('.heat-grid')[1].focus(); ${press('ArrowRight')}; ${press('ArrowDown')}`);
  assert.match(await within(page, `return $$('.heat-grid')[1].getAttribute('aria-label')`), /W_hf\[2, 2\]: /);
  await within(
    page,
    `
    $$('.heat-grid')[2].click();
    const input = $$('.heat-readout')[2].querySelector('input');
    input.value = '-2.5';
    input.dispatchEvent(new Event('change'));`,
  );
  await until(page, `return $$('.heat-readout')[2].textContent === 'b_f[1] = \u22122.5000'`);
  await until(page, `return $('.inspect .substituted').textContent.includes('(\u22122.50)')`);
  await within(page, `choose('.level', '3')`);
  await within(page, `choose('.tabs', 'weights')`);
  await until(page, `return $$('.weights caption').length > 0`);
  const captions = await within(page, `return $$('.weights caption').map((one) => one.textContent)`);
  assert.deepEqual(captions.slice(0, 2), ['Layer 1, W_xi', 'Layer 1, W_xf']);
  assert.equal(captions.at(-1), 'Output, b_y');
  assert.match(
    await within(page, `return $('.pytorch').textContent`),
    /W_xf is weight_ih_l0\[4:8\].*Order of the gates: i, f, g, o\./,
  );
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});

page.test('the first level keeps to few controls, the second to the usual ones', async () => {
  await show('lstm', 'en');
  await within(page, `choose('.level', '1')`);
  // What the other slots and the bar show leaves room for so many of the 7 and of the 18.
  const own = `return $$('.slot.model :is(button, select, input, summary)').filter((one) => one.tabIndex >= 0 && !one.disabled && seen(one)).length`;
  assert.equal(await within(page, own), 0);
  assert.equal(
    await within(page, `return $('.cell-picture .readings').getBoundingClientRect().width`),
    0,
    'no numbers',
  );
  await within(page, `choose('.level', '2')`);
  const second = await within(page, own);
  assert.ok(second > 1 && second <= 9, `${second} controls`);
  assert.equal(await within(page, `return $$('input[name=learning_rate]').filter(seen).length`), 1);
  await within(
    page,
    `const slider = $('input[name=forget_bias]'); slider.value = '1'; slider.dispatchEvent(new Event('input'))`,
  );
  await until(page, `return /: 0\\.[67]\\d$/.test($('.part.of-f').getAttribute('aria-label'))`);
  await page.run(`localStorage.clear()`);
});

page.test('axe finds nothing in the slot, its box open, in either language', async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const lang of ['en', 'fr']) {
    await show('lstm', lang, '&level=3');
    await within(page, `$('.part.of-f').focus(); $('.inside').open = true`);
    await until(page, `return $$('.heat').length === 3`);
    const found = await wait(
      page,
      `${axe}
      const { violations, passes } = await axe.run({ fromShadowDom: ['neurone-playground', '.slot.model'] });
      return { passes: passes.length, violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map((one) => one.html.slice(0, 120)).join(' | ')) };`,
    );
    assert.deepEqual(found.violations, [], lang);
    assert.ok(found.passes > 10, 'something was looked at');
  }
  await page.run(`localStorage.clear()`);
});
