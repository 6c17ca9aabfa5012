// @ts-check
import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { STEPS, stepsOf } from '../../www/ladder.js';
import { engine, open } from './driver.mjs';
import { dropFile, until, visit, within } from './element.mjs';

const page = await open({ width: 1440, height: 900 });
const forget = () => page.run(`localStorage.clear()`);
await visit(page);

page.test('the first sixty seconds', async () => {
  await visit(page);
  assert.equal(
    await within(page, `return $('.question').textContent`),
    'Can a straight line separate these points?',
  );
  assert.equal(await within(page, `return $('.play').textContent`), 'Train');
  assert.equal(await within(page, `return step()`), 0);
  await (await page.find('.play')).click();
  await until(page, `return step() >= 1 && step() <= 10`);
  const run = `return $('.play').textContent === 'Continue'`;
  await until(page, run, 30_000);
  assert.equal(await within(page, `return $$('.numbers output')[1].value`), '90\u00a0%');
  assert.equal(await within(page, `return $('.chip.next').value`), 'circles');

  await within(page, `choose('.pace', 'full')`);
  for (const [chip, accuracy, words] of /** @type {[string, RegExp, RegExp][]} */ ([
    ['circles', /^52/, /No straight line goes round/],
    ['eight', /^99/, /the ring is the sum of eight/],
    ['squares', /^100/, /with a single neuron/],
  ])) {
    await (await page.find(`.chip[value=${chip}]`)).click();
    await until(
      page,
      `return $('.chip[value=${chip}]').ariaPressed === 'true' && $('.play').textContent === 'Continue'`,
      30_000,
    );
    assert.match(await within(page, `return $$('.numbers output')[1].value`), accuracy);
    assert.match(await within(page, `return $('.remark').textContent`), words);
  }
  await (await page.find('.chip[value=six]')).click();
  await until(page, `return $('.question').textContent === 'Why do six layers learn nothing?'`);
  assert.match(
    await page.run(`return document.querySelector('nav [aria-current]').textContent`),
    /Going deep/,
  );
  await until(page, run, 60_000);
  assert.match(await within(page, `return $$('.numbers output')[1].value`), /^53/);
  assert.deepEqual(await page.errors(), []);
});

page.test('an experiment from the list brings its rung', async () => {
  await visit(page);
  await within(
    page,
    `const select = $('.trained select'); select.value = 'deep_16_16_32'; select.dispatchEvent(new Event('change'))`,
  );
  await until(
    page,
    `return /learn nothing/.test($('.question').textContent) && /68/.test($('.remark').textContent)`,
  );
  assert.match(
    await page.run(`return document.querySelector('nav [aria-current]').textContent`),
    /Going deep/,
  );
});

/** What the page says where one is, with what belongs there. @param {string} question @param {string} rung */
const at = (question, rung) =>
  until(
    page,
    `return ${question}.test($('.question').textContent) && document.querySelector('nav [aria-current]')?.textContent.startsWith('${rung}')
      && $('.playground').dataset.about === '${Number(rung) > 3 ? 'sequences' : 'points'}'`,
  );

page.test('the question goes with what is trained, points or sequences', async () => {
  await visit(page, '?lang=en&rung=1');
  await dropFile(page, 'given.json', '{"cell": "rnn", "task": "given", "sequences": {"x": [[[1], [0]], [[-1], [0]]], "y": [1, 0], "classes": 2}}');
  await at('/How far back/', '4');
  await within(page, `choose('.level', '2'); choose('.folds', 'points')`);
  await at('/straight line/', '1');
  await until(page, `return $('.folds [value=sequences]')`);
  await within(page, `choose('.folds', 'sequences')`);
  await at('/Which part/', '5');
  assert.equal(await within(page, `return alert()`), '');
  await forget();
});

page.test('Back leads to the experiment one came from, and the rung one stands on to its start', async () => {
  await visit(page, '?lang=en&preset=two_layer_circles_16');
  // By hand: WebKit goes back past what a script has put there by itself.
  const rung = (/** @type {number} */ n) => page.driver.findElement({ css: `nav li:nth-child(${n}) a` }).click();
  await rung(3);
  await at('/six layers/', '3');
  await page.driver.navigate().back();
  await until(page, `return !document.querySelector('nav [aria-current]') && $('.trained select').value === 'two_layer_circles_16'`);
  await rung(1);
  await at('/straight line/', '1');
  await within(page, `$('.chip[value=circles]').click()`);
  await until(page, `return $('.chip[value=circles]').ariaPressed === 'true'`);
  await rung(1);
  await until(page, `return root && $('.chip[value=blobs]')?.ariaPressed === 'true' && step() === 0`);
});

page.test('a step that leads to another rung leaves the level and the pace as the reader has them', async () => {
  await visit(page);
  await page.run(`const host = document.querySelector('neurone-playground'); host.setAttribute('level', '1'); host.setAttribute('pace', 'calm')`);
  await within(page, `choose('.level', '2'); choose('.pace', 'step')`);
  await within(page, `$('.chip[value=six]').click()`);
  await at('/six layers/', '3');
  const now = await within(page, `return [$('.playground').dataset.level, $('.pace [aria-checked=true]').value]`);
  assert.deepEqual(now, ['2', 'step']);
  await forget();
});

page.test('touching a neuron shows what it answers', async () => {
  await visit(page, '?lang=en&rung=2');
  await within(page, `$('.chip[value=ring]').click()`);
  await until(page, `return $$('.neurons button').length === 9 && step() > 0`);
  await within(page, `$$('.neurons button')[2].click()`);
  await until(
    page,
    `return /Neuron 3 .*only draws a line; the frontier is the sum of 8/.test($('.result .caption').textContent)`,
  );
  await within(page, `$$('.neurons button')[2].click()`);
  await until(page, `return /Point at the picture/.test($('.result .caption').textContent)`);
});

/** Seven controls and three numbers at the first level, eighteen controls at the second. @param {string} where */
async function keepsPromises(where) {
  await within(page, `choose('.level', '1')`);
  const first = await within(page, `return controls()`);
  assert.ok(first.length <= 7, `${where}: ${first}`);
  const numbers = await within(page, `return $$('output').filter(seen).map((one) => one.className)`);
  assert.ok(numbers.length <= 3, `${where}: ${numbers}`);
  await within(page, `choose('.level', '2')`);
  const second = await within(page, `return controls()`);
  assert.ok(second.length <= 18, `${where}: ${second.length} ${second}`);
  for (const level of ['1', '2', '3']) {
    const [rates, seeds] = await within(
      page,
      `choose('.level', '${level}'); return ['learning_rate', 'seed'].map((name) => $$('input').filter((one) => seen(one) && one.name.endsWith(name)).length)`,
    );
    assert.ok(rates <= 1 && seeds <= 1, `${where}, level ${level}: ${rates} learning rates, ${seeds} seeds`);
  }
}

page.test('from a text that is being learnt one goes on to sequences that are drawn', async () => {
  await visit(page, '?lang=en&rung=4');
  await within(page, `$$('.chip')[1].click()`);
  await until(page, `return $('.running-text')?.textContent && $('.playground').dataset.playing === 'true' && step() > 5`, 30_000);
  await within(page, `$$('.chip')[2].click()`);
  await until(page, `return $$('.chip')[2].ariaPressed === 'true' && /letters/.test($('.opening').textContent) && step() > 0`, 20_000);
  assert.equal(await within(page, `return alert()`), '');
  assert.deepEqual(await page.errors(), []);
});

page.test('levels keep their promises', async () => {
  for (const rung of ['1', '2', '3', 'sandbox']) {
    await visit(page, `?lang=en&rung=${rung}`);
    await keepsPromises(rung);
  }
  await forget();
});

page.test('they keep them for sequences, at every step', async () => {
  for (const rung of ['4', '5']) {
    await visit(page, `?lang=en&rung=${rung}`);
    await within(page, `choose('.pace', 'step')`);
    for (const step of stepsOf(rung).filter((name) => STEPS[name]?.rung !== '5' || rung === '5')) {
      await within(page, `$('.chip[value=${step}]').click()`);
      await until(page, `return $('.chip[value=${step}]').ariaPressed === 'true' && step() > 0 && $('.race').hidden === ${!STEPS[step]?.rival}`);
      await within(page, `if ($('.playground').dataset.playing === 'true') $('.play').click()`);
      await keepsPromises(step);
    }
  }
  await forget();
});

page.test('the level is remembered', async () => {
  await visit(page);
  await within(page, `choose('.level', '2')`);
  await visit(page);
  assert.equal(await within(page, `return $('.level [aria-checked=true]').value`), '2');
  await forget();
});

page.test('French is spoken throughout, with a decimal comma', async () => {
  await visit(page, '?lang=fr');
  assert.equal(await page.run(`return document.documentElement.lang`), 'fr');
  assert.equal(
    await within(page, `return $('.question').textContent`),
    'Une droite peut-elle séparer ces points\u202f?',
  );
  assert.match(await within(page, `return $('.numbers output').value`), /^2,229046$/);
  await page.run(
    `[...document.querySelectorAll('.switches button')].find(({ value }) => value === 'en').click()`,
  );
  await until(page, `return $('.question').textContent.startsWith('Can a straight')`);
  assert.match(await within(page, `return $('.numbers output').value`), /^2\.229046$/);
  await forget();
});

page.test('nonsense in the address is put up with', async () => {
  await visit(page, '?lang=xx&rung=9&preset=%3Cb%3E');
  assert.match(await within(page, `return alert()`), /Experiment: there is no “<b>”/);
  assert.equal(await within(page, `return step()`), 0);
  assert.deepEqual(await page.errors(), []);
});

page.test('the keyboard does everything', async () => {
  await visit(page);
  const press = (/** @type {string[]} */ ...keys) =>
    page.driver
      .actions()
      .sendKeys(...keys)
      .perform();
  const focus = (/** @type {string} */ selector) => within(page, `$(${JSON.stringify(selector)}).focus()`);
  await focus('.pace [aria-checked=true]');
  await press(Key.ARROW_RIGHT);
  assert.equal(await within(page, `return $('.pace [aria-checked=true]').value`), 'full');
  await focus('.play');
  await press(Key.SPACE);
  await until(page, `return $('.play').textContent === 'Continue'`, 30_000);
  await focus('.stack');
  await press(Key.ARROW_LEFT);
  await until(page, `return /probability of class 1/.test($('.result .caption').textContent)`);
  await press(Key.ESCAPE);
  await until(page, `return /Point at the picture/.test($('.result .caption').textContent)`);
  await focus('.curves');
  await press(Key.HOME);
  assert.match(
    await within(page, `return $('.curves .caption').textContent`),
    /^Iteration 0: loss 2\.2290, accuracy 50/,
  );
  await focus('.neurons button');
  await until(page, `return /output neuron/.test($('.result .caption').textContent)`);
  await focus('.chip[aria-pressed=true]');
  await press(Key.ARROW_RIGHT, Key.ENTER);
  await until(page, `return $('.chip[value=circles]').ariaPressed === 'true' && step() > 0`);
  assert.equal(await page.run(`return document.activeElement.localName`), 'neurone-playground');
});

page.test('the keyboard stays where it is when what it stands on is built anew or disabled', async () => {
  const press = (/** @type {string} */ key) => page.driver.actions().sendKeys(key).perform();
  await visit(page, '?lang=en&rung=1');
  // A step that leads to another rung, whose steps take the place of those of this one.
  await within(page, `$('.chip[value=six]').focus()`);
  await press(Key.ENTER);
  await until(page, `return $('.chip[value=wide]') && root.activeElement?.value === 'six'`);
  // The last neuron but one: the button that takes them away has nothing more to do.
  await visit(page, '?lang=en#v=1&hidden=2&seed=0&data_seed=0&level=2');
  await within(page, `$('[aria-label="One neuron less in layer 1"]').focus()`);
  await press(Key.ENTER);
  await until(page, `return $('[aria-label="One neuron less in layer 1"]').disabled && root.activeElement?.closest('.heads') && !root.activeElement.disabled`);
  // From points to sequences all parts are built anew.
  await visit(page, '?lang=en&rung=1');
  await within(page, `choose('.level', '2'); $('.trained select').focus()`);
  await within(page, `const select = $('.trained select'); select.value = 'pulse_rnn'; select.dispatchEvent(new Event('change'))`);
  await until(page, `return $('.cell-picture') && root.activeElement?.matches('.trained select')`);
  // Around the element: the chapters and the languages.
  await page.run(`document.querySelectorAll('nav a')[1].focus()`);
  await press(Key.ENTER);
  await page.until(`const two = document.querySelectorAll('nav a')[1]; return two.ariaCurrent && document.activeElement === two`);
  await page.run(`document.querySelector('.switches [value=en]').focus()`);
  await press(Key.ARROW_LEFT);
  await page.until(`return document.documentElement.lang === 'fr' && document.activeElement.value === 'fr'`);
  await page.run('localStorage.clear()');
});

page.test('a screen reader can ask for the status', async () => {
  await visit(page);
  await within(page, `$('.status').click()`);
  assert.match(
    await within(page, `return $('[aria-live=polite]').textContent`),
    /At rest: iteration 0, loss 2\.2290, accuracy 50.% on the training points \(100\)\. Network 2-1 on blobs, learning rate 0\.1\./,
  );
});

page.test('a large network trains in a worker by itself', async () => {
  await visit(page, '?lang=fr#v=1&hidden=64,64,64&n_samples=1000&dataset=circles&seed=0&data_seed=0');
  await within(page, `$('.play').click()`);
  await until(page, `return step() >= 3`, 30_000);
  await within(page, `$('.play').click()`);
  const scripts = await page.run(`return performance.getEntriesByType('resource').map(({ name }) => name)`);
  // WebKit does not list the scripts of workers.
  if (engine !== 'webkit') assert.ok(scripts.some((/** @type {string} */ name) => name.endsWith('/www/worker.js')));
  assert.equal(await within(page, 'return alert()'), '');
  assert.deepEqual(await page.errors(), []);
});

// Only this engine's driver can lay a page out as it is printed.
if (engine === 'chromium')
  page.test('on paper there is nothing to press, and no picture is cut in two', async () => {
    for (const [rung, pictures] of [['2', '.model, .stack, .area'], ['5', '.cell-picture, .strips, .race-ruler']]) {
      await visit(page, `?lang=en&rung=${rung}`);
      const media = (/** @type {string} */ name) =>
        /** @type {any} */ (page.driver).sendDevToolsCommand('Emulation.setEmulatedMedia', { media: name });
      await media('print');
      const [pressed, cut] = await within(
        page,
        `return [
          $$('.transport button:not(.term), .choices button, .choices select, .panels button').filter(seen).length,
          $$('${pictures}').filter((one) => getComputedStyle(one).breakInside !== 'avoid').map((one) => one.getAttribute('class')),
        ]`,
      );
      await media('');
      assert.deepEqual([pressed, cut], [0, []], `rung ${rung}`);
    }
  });

if (engine === 'chromium')
  page.test('paper is light, and what was drawn in the dark is turned over for it', async () => {
    for (const theme of ['dark', 'light']) {
      await visit(page, '?lang=en&rung=2');
      const { driver } = /** @type {any} */ (page);
      const features = [{ name: 'prefers-color-scheme', value: theme }];
      await driver.sendDevToolsCommand('Emulation.setEmulatedMedia', { features });
      await until(page, `return $('.playground').dataset.dark === '${theme === 'dark'}'`);
      // A printer does not wait until everything has been drawn anew.
      await within(page, `$('.probes').remove()`);
      await driver.sendDevToolsCommand('Emulation.setEmulatedMedia', { media: 'print', features });
      const [ink, turned] = await within(
        page,
        `return [getComputedStyle($('.question')).color, ['canvas', '.links'].map((one) => getComputedStyle($(one)).filter !== 'none')]`,
      );
      assert.equal(ink, 'rgb(27, 29, 34)', theme);
      assert.deepEqual(turned, [theme === 'dark', theme === 'dark']);
      await driver.sendDevToolsCommand('Emulation.setEmulatedMedia', { media: '', features: [] });
    }
  });

page.test('nothing is asked of another host', async () => {
  await visit(page);
  const others = await page.run(
    `return performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => !name.startsWith(location.origin))`,
  );
  assert.deepEqual(others, []);
  if (engine === 'chromium') assert.deepEqual(await page.errors(), []);
});
