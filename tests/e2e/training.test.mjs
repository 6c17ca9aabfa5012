// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Key } from 'selenium-webdriver';
import { OUTPUTS } from '../../www/training.js';
import { engine, open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';

const page = await open({ width: 1440, height: 1000 });

/** Everything on the third level, with all groups open. @param {string} [query] */
async function everything(query = '?lang=en&rung=2') {
  await visit(page, query);
  await within(page, `choose('.level', '3'); choose('.tabs', 'weights'); $$('details').forEach((one) => (one.open = true))`);
}
/** @param {string} name @param {string} value */
const pick = (name, value) =>
  within(
    page,
    `const select = $('select[name=${name}]'); select.value = arguments[0]; select.dispatchEvent(new Event('change'))`,
    value,
  );
/** @param {number} n */
const steps = async (n) => {
  const before = await within(page, `return step()`);
  for (let i = 1; i <= n; i += 1) {
    await within(page, `$('[aria-label="One step"]').click()`);
    await until(page, `return step() === ${before + i}`);
  }
};
const epoch = () => within(page, `return Number($('.epochs output').value.replace(/\\s/g, ''))`);
/** @param {string} symbol */
const parameter = (symbol) =>
  within(page, `return $$('.weights td > *').find((one) => one.ariaLabel.startsWith(arguments[0]))?.ariaLabel`, symbol);

page.test('every setting of training changes without a restart', async () => {
  await everything();
  await steps(3);
  for (const [name, value] of /** @type {[string, string][]} */ ([
    ['optimizer', 'adamw'],
    ['activation', 'tanh'],
    ['activation_layer', 'sine'],
    ['loss', 'mse'],
    ['output', 'tanh'],
    ['schedule', 'step'],
  ])) {
    await pick(name, value);
    await until(page, `return $('select[name=${name}]').value === '${value}' && !alert()`);
    assert.equal(await within(page, `return step()`), 3, name);
  }
  for (const [name, text] of /** @type {[string, string][]} */ ([
    ['learning_rate', '0,05'],
    ['batch_size', '7'],
    ['weight_decay', '0.02'],
    ['clip_norm', '1'],
    ['l1', '0.001'],
    ['l2', '0.001'],
    ['dropout', '0.1'],
    ['schedule_steps', '50'],
    ['schedule_factor', '0.5'],
    ['n_iter', '40'],
  ])) {
    await within(page, `type('${name}', arguments[0])`, text);
    await until(page, `return $('input[name=${name}]').value === '${text.replace(',', '.')}' && !alert()`);
    assert.equal(await within(page, `return step()`), 3, name);
  }
  for (const name of ['shuffled', 'carry_last_batch', 'l1_stays_zero']) {
    const before = await within(page, `return $('input[name=${name}]').checked`);
    await within(page, `$('input[name=${name}]').click()`);
    await until(page, `return $('input[name=${name}]').checked === ${!before} && !alert()`);
  }
  await steps(1);
  await within(page, `choose('.level', '2')`);
  assert.match(await within(page, `return $('.only-2').textContent`), /Loss L: squared error .*Dropout: 0\.1/);
  await within(page, `choose('.level', '3')`);
  await pick('init', 'he');
  await until(page, `return step() === 0 && $('select[name=init]').value === 'he'`);
  assert.equal(await within(page, `return $('input[name=dropout]').value`), '0.1');
  assert.deepEqual(await page.errors(), []);
});

page.test('what has no effect cannot be set', async () => {
  await everything();
  const off = () =>
    within(page, `return ['momentum', 'weight_decay', 'schedule_steps', 'shuffled', 'l1_stays_zero'].map((name) => $('input[name=' + name + ']').disabled)`);
  assert.deepEqual(await off(), [true, true, true, true, true]);
  await pick('optimizer', 'nesterov');
  await within(page, `type('batch_size', '10'); type('l1', '0.1')`);
  await until(page, `return !$('input[name=momentum]').disabled && !$('input[name=l1_stays_zero]').disabled`);
  assert.deepEqual(await off(), [false, true, true, false, false]);
  assert.deepEqual(
    await within(page, `return [...$('select[name=output]').options].filter((one) => !one.disabled).map((one) => one.value)`),
    ['sigmoid'],
  );
});

page.test('the outputs offered are those that the module takes', async () => {
  await visit(page);
  const taken = await wait(
    page,
    `
    const { load } = await import('/www/wasm.js');
    const { Playground, schema } = await load();
    const choices = (name) => schema().find((field) => field.name === name).choices;
    const fits = (loss, output) => {
      try { new Playground({ dataset: 'disc', data_seed: 0, seed: 0, loss, output }).free(); return true; } catch { return false; }
    };
    return Object.fromEntries(choices('loss').map((loss) => [loss, choices('output').filter((output) => fits(loss, output)).sort()]));`,
  );
  assert.deepEqual(taken, Object.fromEntries(Object.entries(OUTPUTS).map(([loss, outputs]) => [loss, [...outputs].sort()])));
});

page.test('Heaviside: Rosenblatt for one neuron, refused with the reason in a hidden layer', async () => {
  await everything('?lang=en&rung=1');
  await pick('activation', 'heaviside');
  await until(page, `return $('select[name=loss]').value === 'perceptron' && $('input[name=batch_size]').value === '1'`);
  assert.match(await within(page, `return $('.remarks').textContent`), /Rosenblatt’s rule.*this one is ours/);
  const numbers = async () =>
    (await within(page, `return $$('.weights td > *').map((one) => one.textContent)`)).map((/** @type {string} */ text) =>
      Number(text.replace('\u2212', '-')),
    );
  const before = await numbers();
  for (let i = 0; i < 5; i += 1) {
    await steps(1);
    const after = await numbers();
    // The bias comes first: α (y − prediction) is 0.1, −0.1 or 0.
    assert.ok([0, 0.1].some((by) => Math.abs(Math.abs(after[0] - before[0]) - by) < 2e-4), `${before} ${after}`);
    before.splice(0, 3, ...after);
  }
  await pick('activation', 'sigmoid');
  await until(page, `return $('select[name=loss]').value === 'log_loss'`);
  await everything('?lang=en&rung=2');
  await pick('activation', 'heaviside');
  await until(page, `return /derivative is 0/.test(alert())`);
  await until(page, `return $('select[name=activation]').value === 'sigmoid'`);
  assert.equal(await within(page, `return $('select[name=loss]').value`), 'log_loss');
});

page.test('inputs are switched in the diagram', async () => {
  await visit(page, '?lang=en&rung=1');
  await within(page, `choose('.level', '1')`);
  await until(page, `return $$('.inputs button').length === 0 && $$('.inputs .given').length === 2`);
  await within(page, `choose('.level', '2')`);
  await until(page, `return $$('.inputs button').length === 7`);
  assert.equal(await within(page, `return $$('.links path.hit').length`), 2);
  await within(page, `$('.inputs button[value=x1_squared]').click()`);
  await until(page, `return $('.inputs button[value=x1_squared]').ariaPressed === 'true' && $$('.links path.hit').length === 3`);
  await within(page, `$('.inputs button[value=x1]').focus()`);
  await page.driver.actions().sendKeys(Key.ARROW_DOWN, ' ').perform();
  await until(page, `return $('.inputs button[value=x2]').ariaPressed === 'false' && root.activeElement.value === 'x2'`);
  for (const name of ['x1', 'x1_squared']) await within(page, `$('.inputs button[value=${name}]').click()`);
  await until(page, `return /Inputs: 0 entries/.test(alert())`);
  assert.equal(await within(page, `return $$('.inputs button[aria-pressed=true]').length`), 1);
});

page.test('a weight and a bias are edited in the diagram and in the table', async () => {
  await everything('?lang=fr&rung=1');
  await until(page, `return $$('.bias-chip').length === 1 && /^b /.test($('.bias-chip').textContent)`);
  await within(page, `$('.bias-chip').click()`);
  await until(page, `return !$('.editor').hidden && root.activeElement === $('.editor input[name=value]')`);
  assert.match(await within(page, `return $('.editor strong').textContent`), /Neurone de sortie/);
  await within(page, `type('value', '0,25')`);
  await until(page, `return $('.bias-chip').textContent === 'b 0,25'`);
  assert.match(String(await parameter('biais b')), /0,2500/);
  await within(page, `type('value', 'abc')`);
  await until(page, `return $('.editor input[name=value]').ariaInvalid === 'true' && /abc/.test(alert())`);
  assert.equal(await within(page, `return $('.bias-chip').textContent`), 'b 0,25');
  await within(page, `$('.editor').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))`);
  await until(page, `return $('.editor').hidden`);

  await within(page, `$('.links path.hit').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }))`);
  await until(page, `return !$('.editor').hidden && $('select[name=edited]').value === '0'`);
  await within(page, `type('value', '-1,5')`);
  await until(page, `return /−1,5000/.test($$('.weights td')[1].textContent)`);
  await within(page, `$('.neurons button').focus()`);
  await page.driver.actions().sendKeys('e').perform();
  await until(page, `return !$('.editor').hidden && $('select[name=edited]').value === '2'`);

  await within(page, `$$('.weights td button')[2].click()`);
  await within(page, `const input = $('.weights td input'); input.value = '2'; input.dispatchEvent(new Event('change'))`);
  await until(page, `return $$('.weights td')[2].textContent === '2,0000'`);
  assert.deepEqual(await page.errors(), []);
});

page.test('what is frozen does not move', async () => {
  await everything('?lang=en&rung=2');
  await until(page, `return $$('.links path.hit').length > 0`);
  await within(page, `$('.links path.hit').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }))`);
  const all = () => within(page, `return $$('.weights td').map((one) => one.textContent)`);
  await within(page, `$$('.editor input[type=checkbox]')[0].click()`);
  await until(page, `return $$('.links path.frozen').length === 1`);
  const before = await all();
  await within(page, `type('learning_rate', '5')`);
  await steps(3);
  const after = await all();
  assert.equal(after[1], before[1]);
  assert.notEqual(after[2], before[2]);
  await within(page, `$('.links path.hit').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true })); $$('.editor input[type=checkbox]')[1].click()`);
  await until(page, `return $$('.links path.frozen').length === 4`);
  const held = await all();
  await steps(2);
  assert.deepEqual((await all()).slice(0, 6), held.slice(0, 6));
  assert.notDeepEqual(await all(), held);
  await within(page, `$$('.editor input[type=checkbox]')[1].click()`);
  await until(page, `return $$('.links path.frozen').length === 0`);
});

page.test('steps of a sample, an update and an epoch', async () => {
  await everything('?lang=en&rung=2');
  await within(page, `type('batch_size', '10')`);
  await until(page, `return $('input[name=batch_size]').value === '10' && $('input[name=n_epochs]').value === '100'`);
  await steps(1);
  assert.equal(await epoch(), 0);
  await within(page, `$('[aria-label="One epoch"]').click()`);
  await until(page, `return step() === 10`);
  assert.equal(await epoch(), 1);
  await within(page, `$('[aria-label="One sample"]').click()`);
  await until(page, `return step() === 11`);
  assert.equal(await within(page, `return $('input[name=batch_size]').value`), '10');
  await within(page, `$('[aria-label="One epoch"]').click()`);
  await until(page, `return $('.epochs output').value === '2'`);
  await within(page, `type('n_epochs', '3')`);
  await until(page, `return $('input[name=n_iter]').value === '30'`);
  await within(page, `type('n_epochs', '0')`);
  await until(page, `return /Epochs: 0 is out of range/.test(alert())`);
});

page.test('an epoch ends where the points do, whatever the batch', async () => {
  await everything('?lang=en&rung=2');
  const press = (/** @type {string} */ label) => within(page, `$('[aria-label="${label}"]').click()`);
  // 100 points: 14 batches of 7 and one of 2.
  await within(page, `type('batch_size', '7')`);
  await until(page, `return $('input[name=batch_size]').value === '7'`);
  for (const [label, at, done] of /** @type {[string, number, number][]} */ ([
    ['One epoch', 15, 1],
    ['One step', 16, 1],
    ['One epoch', 30, 2],
    ['One epoch', 45, 3],
  ])) {
    await press(label);
    await until(page, `return step() === ${at}`);
    assert.equal(await epoch(), done, `${at}`);
  }
  // With the last batch carried over, two sevenths of a batch wait for the next epoch.
  await within(page, `$('input[name=carry_last_batch]').click()`);
  await until(page, `return $('input[name=carry_last_batch]').checked`);
  await press('Reset');
  await until(page, `return step() === 0`);
  for (const [at, done] of [[15, 1], [29, 2], [43, 3]]) {
    await press('One epoch');
    await until(page, `return step() === ${at}`);
    assert.equal(await epoch(), done, `${at}`);
  }
});

page.test('the learning rate of the moment is shown where a schedule moves it', async () => {
  await everything('?lang=en&rung=2');
  const rate = `return $('.rate-now').checkVisibility() ? $('.rate-now').textContent : ''`;
  assert.equal(await within(page, rate), '', 'none at a constant rate');
  await pick('schedule', 'step');
  await within(page, `type('learning_rate', '0.8'); type('schedule_steps', '4'); type('schedule_factor', '0.5')`);
  await until(page, `return $('input[name=schedule_factor]').value === '0.5'`);
  for (const [at, now] of /** @type {[number, string][]} */ ([[3, '0.8'], [4, '0.4'], [7, '0.4'], [8, '0.2']])) {
    await steps(at - (await within(page, `return step()`)));
    assert.equal(await within(page, rate), `On its course α is now at ${now}.`, `${at}`);
  }
  // 0.8 (1 + cos(π t / 16)) / 2 at t = 8 and 12.
  await pick('schedule', 'cosine');
  await within(page, `type('schedule_steps', '16')`);
  await until(page, `return $('input[name=schedule_steps]').value === '16' && / 0\.4\.$/.test($('.rate-now').textContent)`);
  await steps(4);
  assert.equal(await within(page, rate), 'On its course α is now at 0.117.');
  await pick('schedule', 'constant');
  await until(page, `return $('.rate-now').hidden`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a run stops at its goal, at the same iteration at any pace', async () => {
  /** @type {Record<string, number>} */
  const ends = {};
  for (const pace of ['calm', 'full']) {
    await everything('?lang=en&rung=1');
    await within(page, `choose('.pace', '${pace}'); type('stop_accuracy', '88')`);
    await (await page.find('.play')).click();
    await until(page, `return $('.play').textContent === 'Continue'`, 30_000);
    assert.match(await within(page, `return $('.remark').textContent`), /^Stopped at iteration .*reached 88/);
    ends[pace] = await within(page, `return step()`);
  }
  const length = await within(page, `return Number($('input[name=n_iter]').value)`);
  assert.ok((ends['full'] ?? 0) > 0 && (ends['full'] ?? 0) < length);
  assert.equal(ends['calm'], ends['full']);
  await within(page, `$('.play').click()`);
  await until(page, `return $('.play').textContent === 'Continue' && step() === ${length}`, 30_000);

  await everything('?lang=en&rung=1');
  await within(page, `choose('.pace', 'full'); type('stop_loss', '0.4')`);
  await within(page, `window.stopped = null; host.addEventListener('neurone-stop', ({ detail }) => (window.stopped = detail.step)); $('.play').click()`);
  await until(page, `return /the loss has come down to 0\\.4/.test($('.remark').textContent)`, 30_000);
  assert.equal(await page.run(`return stopped`), await within(page, `return step()`), 'the event tells of the same iteration');
  assert.ok((await within(page, `return Number($('.numbers output').value)`)) <= 0.4);

  await everything('?lang=en&rung=1');
  await within(page, `choose('.pace', 'full'); type('stop_patience', '5'); type('learning_rate', '0.00001')`);
  await until(page, `return $('input[name=learning_rate]').value === '0.00001'`);
  await within(page, `$('.play').click()`);
  await until(page, `return /no progress for 5 epochs/.test($('.remark').textContent) && step() === 5`, 30_000);
  await within(page, `type('stop_patience', 'x')`);
  await until(page, `return /Epochs without progress: “x” will not do\\. Expected: a number/.test(alert())`);
});

page.test('after a divergence the way on is a lower rate', async () => {
  await everything('?lang=en&rung=2');
  await pick('activation', 'identity');
  await pick('loss', 'mse');
  await pick('output', 'identity');
  await within(page, `choose('.pace', 'full'); type('learning_rate', '100')`);
  await until(page, `return $('input[name=learning_rate]').value === '100' && $('select[name=output]').value === 'identity'`);
  await within(page, `$('.play').click()`);
  await until(page, `return /left the range of numbers/.test(alert()) && $('.remedy')`, 30_000);
  assert.match(await within(page, `return alert()`), /last sound weights are kept/);
  const at = await within(page, `return step()`);
  await within(page, `$('.remedy').click()`);
  await until(page, `return $('input[name=learning_rate]').value === '10'`);
  assert.ok((await within(page, `return step()`)) >= at);
});

page.test('the exercises of others are in the list', async () => {
  const { presets } = JSON.parse(readFileSync(new URL('../../www/presets.json', import.meta.url), 'utf8'));
  await visit(page, '?lang=en&rung=sandbox');
  const listed = await within(page, `return $$('.trained option').map((one) => one.value)`);
  for (const { name } of presets) assert.ok(listed.includes(name), name);
  await within(page, `const select = $('.trained select'); select.value = 'tfp_circle'; select.dispatchEvent(new Event('change'))`);
  await until(page, `return $('.trained select').value === 'tfp_circle' && /TensorFlow Playground/.test($('.remark').textContent)`);
  await within(page, `choose('.level', '2')`);
  assert.match(await within(page, `return $('.only-2').textContent`), /TF Playground.*half squared error/);
  assert.equal(await within(page, `return $('input[name=n_epochs]').value`), '300');
  await page.load('?lang=en&preset=hsbi_spiral_5_5_relu');
  await until(page, `return $('.trained select')?.value === 'hsbi_spiral_5_5_relu'`);
  assert.deepEqual(await page.errors(), []);
  if (engine === 'chromium') await page.run(`localStorage.clear()`);
});
