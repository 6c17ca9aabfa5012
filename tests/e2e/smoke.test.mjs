import assert from 'node:assert/strict';
import { open } from './driver.mjs';

const page = await open();

page.test('the page loads without an error', async () => {
  await page.load();
  await page.find('canvas');
  assert.deepEqual(await page.errors(), []);
});
