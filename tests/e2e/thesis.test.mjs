// @ts-check
import assert from 'node:assert/strict';
import { open } from './driver.mjs';
import { until, visit, within } from './element.mjs';

const page = await open();
await visit(page, '?lang=en&rung=sandbox');
await within(page, `choose('.level', '1'); choose('.pace', 'full')`);

/** Accuracies that the thesis prints, by the name of the experiment. @type {Record<string, number>} */
const PRINTED = {
  neuron_blobs: 90,
  two_layer_circles_2: 87,
  two_layer_circles_8: 99,
  two_layer_circles_16: 99,
  two_layer_circles_32: 100,
  two_layer_blobs_28_a: 92,
  two_layer_blobs_28_b: 92,
  deep_2_12_28_16: 73,
  deep_16_16_32: 68,
  deep_16_16_16_16: 49,
  deep_32_32_32_32: 81,
  deep_2_4_6_6_8_10: 53,
  deep_16_40_90_100: 94,
};

page.test('the experiments on offer begin with those of the thesis', async () => {
  const names = await within(page, `return $$('.trained option').map(({ value }) => value).filter(Boolean)`);
  assert.deepEqual(names.slice(0, 13), Object.keys(PRINTED));
});

for (const [name, printed] of Object.entries(PRINTED)) {
  page.test(`${name} ends at ${printed} %`, async () => {
    await within(
      page,
      `const select = $('.trained select'); select.value = arguments[0]; select.dispatchEvent(new Event('change'))`,
      name,
    );
    await until(
      page,
      `return step() === 0 && $('.trained select').value === '${name}' && $('.play').textContent === 'Train'`,
    );
    await within(page, `$('.play').click()`);
    await until(page, `return $('.play').textContent === 'Continue'`, 120_000);
    const accuracy = await within(page, `return $$('.numbers output')[1].value`);
    assert.equal(accuracy, `${printed}\u00a0%`);
    assert.match(await within(page, `return $('.remark').textContent`), new RegExp(`${printed}\u00a0%`));
    assert.deepEqual(await page.errors(), []);
  });
}
