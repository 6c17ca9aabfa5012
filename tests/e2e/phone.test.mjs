// @ts-check
import assert from 'node:assert/strict';
import { open } from './driver.mjs';
import { until, visit, within } from './element.mjs';

// The narrowest window that every engine opens.
const page = await open({ width: 500, height: 800 });
await visit(page, '?lang=fr');

page.test('the result stays on top, the transport at the thumb', async () => {
  await page.run(`scrollTo(0, 300)`);
  const [top, height, bottom] = await within(
    page,
    `const result = $('.result').getBoundingClientRect();
    return [result.top, result.height, innerHeight - $('.transport').getBoundingClientRect().bottom]`,
  );
  assert.ok(Math.abs(top) < 1 && Math.abs(bottom) < 1, `${top} from the top, ${bottom} from the bottom`);
  assert.ok(height <= 0.46 * 800, `${height} high`);
});

for (const panel of ['data', 'model', 'output']) {
  page.test(`the panel "${panel}" fits and keeps to few controls, large enough to touch`, async () => {
    for (const level of ['1', '2', '3']) {
      await within(page, `choose('.level', '${level}'); choose('.panels', '${panel}')`);
      const [wide, small, controls] = await within(
        page,
        `const small = $$('button:not(.neuron), select, input[type=text], summary').filter((one) => seen(one) && one.getBoundingClientRect().height < 43.5);
        return [document.documentElement.scrollWidth - document.documentElement.clientWidth, small.map((one) => one.className || one.name || one.textContent), controls()]`,
      );
      assert.ok(wide <= 0, `level ${level} is ${wide} pixels too wide`);
      assert.deepEqual(small, [], `level ${level}`);
      if (level === '1') assert.ok(controls.length <= 7, String(controls));
      if (level === '2') assert.ok(controls.length <= 18, String(controls));
    }
  });
}

// Two phones, less their margins, and the narrowest of three columns, where a name is wider than its field.
for (const width of [328, 358, 901]) {
  const target = width < 480 ? 44 : 40;
  page.test(`in ${width} pixels nothing is cut off, covered or squeezed`, async () => {
    for (const level of ['1', '2', '3']) {
      await within(page, `choose('.level', '${level}'); choose('.panels', 'model'); host.style.width = '${width}px'`);
      const [beyond, narrow, covered] = await within(
        page,
        `const box = (one) => one.getBoundingClientRect();
        const bar = $$('.transport > *, .steps *').filter(seen);
        const fields = $$('.model-controls .main :is(input, select)').filter(seen);
        const meet = (a, b) => box(a).right > box(b).left && box(b).right > box(a).left && box(a).bottom > box(b).top && box(b).bottom > box(a).top;
        return [
          bar.filter((one) => box(one).right > box(host).right + 0.5).map((one) => one.className),
          bar.filter((one) => one.matches('button') && box(one).width < ${target} - 0.5).map((one) => one.className),
          fields.filter((one) => fields.some((other) => other !== one && meet(one, other))).map(({ name }) => name),
        ]`,
      );
      assert.deepEqual([beyond, narrow, covered], [[], [], []], `level ${level}`);
    }
    await within(page, `host.style.width = ''`);
  });
}

page.test('two cells side by side fit', async () => {
  await page.load('?lang=fr&rung=5');
  await until(page, `return root && $('.race-lane.with h4')?.textContent`);
  for (const level of ['1', '2', '3']) {
    await within(page, `choose('.level', '${level}')`);
    const wide = await within(page, `return document.documentElement.scrollWidth - document.documentElement.clientWidth`);
    assert.ok(wide <= 0, `level ${level} is ${wide} pixels too wide`);
  }
  // The longest equation, on a phone less its margins.
  await within(page, `host.style.width = '358px'; $('.chip[value=gru]').click()`);
  await until(page, `return /GRU/.test($('.race-lane.with h4').textContent) && $$('.race-equation > *').length === 4`);
  const beyond = await within(
    page,
    `return $$('.race-equation > *').filter((one) => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > host.getBoundingClientRect().right).length`,
  );
  assert.equal(beyond, 0);
});

page.test('a network that is out of sight becomes another one', async () => {
  await page.driver.get('about:blank');
  await visit(page, '?lang=fr&rung=2');
  const take = (/** @type {string} */ name) => within(page, `$$('.chip').find(({ value }) => value === '${name}').click()`);
  const shown = (/** @type {string} */ network) => until(page, `return $('.stack').ariaLabel.includes('${network}')`);
  await within(page, `choose('.level', '2'); choose('.panels', 'model')`);
  await take('thirtytwo');
  await shown('2-32-1');
  await until(page, `return $('.diagram .matrix')`);
  await within(page, `choose('.panels', 'data')`);
  await take('two');
  await shown('2-2-1');
  await within(page, `choose('.panels', 'model')`);
  await until(page, `return $$('.neurons .neuron').length === 3 && $$('.diagram path.hit').length === 6`);
  assert.equal(await within(page, `return alert()`), '');
  assert.deepEqual(await page.errors(), []);
});
