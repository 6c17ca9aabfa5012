// @ts-check
// The data of sequences: tasks, lengths, an example by hand, the reader's own, and the way to points and back.

import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import { open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';

const page = await open({ width: 1440, height: 1200 });

/** @param {string} fields */
const at = (fields) => `?lang=en#v=1&cell=lstm&init=uniform&optimizer=adam&learning_rate=0.01&clip_norm=1&seed=0&data_seed=0&level=2&${fields}`;
const ORDER = at('task=order&n_steps=10&loss=cross_entropy&output=softmax');
/** Loads an address as a new page. @param {string} path */
const arrive = async (path) => {
  await page.driver.get('about:blank');
  await page.load(path);
  await until(page, `return root && $('.sequences .explained')?.textContent && !$('[aria-busy=true]')`);
};
const keys = (/** @type {string[]} */ ...all) => page.driver.actions().sendKeys(...all).perform();
const press = (/** @type {string} */ name) => within(page, `$('button[name="${name}"]').click()`);
const shelf = (/** @type {string} */ name) => within(page, `choose('.folds', '${name}')`);
const symbols = () => within(page, `return $$('.symbol').map((one) => one.textContent)`);
const reply = () => within(page, `return $('.reply').textContent`);
const task = () => within(page, `return $('.data .sets [aria-checked=true]')?.value ?? ''`);
/** Types into a field as the reader does, and commits. @param {string} selector @param {string} text */
const fill = (selector, text) =>
  within(
    page,
    `const one = $(arguments[0]); one.value = arguments[1]; one.dispatchEvent(new Event('input')); one.dispatchEvent(new Event('change'));`,
    selector,
    text,
  );
const link = () =>
  wait(
    page,
    `let text = '';
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (one) => void (text = one) } });
    $('.menu-panel button[name="link.copy"]').click();
    for (let i = 0; i < 50 && !text && !alert(); i += 1) await new Promise((done) => setTimeout(done, 20));
    delete navigator.clipboard;
    return text;`,
  );

page.test('every task has its picture, its question, and can be learnt at once', async () => {
  await arrive(ORDER);
  const names = await within(page, `return $$('.data .sets button').map(({ value }) => value)`);
  assert.deepEqual(names.slice(0, 4), ['pulse', 'counter', 'adding', 'order']);
  assert.equal(names.length, 14);
  assert.ok(await within(page, `return $$('.data .sets .thumbnail').every((one) => one.querySelectorAll('rect, .curve').length > 0)`));
  const questions = new Set();
  for (const name of names) {
    await within(page, `choose('.data .sets', '${name}')`);
    await until(page, `return $('.data .sets [aria-checked=true]')?.value === '${name}'`);
    assert.equal(await within(page, `return alert()`), '', name);
    questions.add(await within(page, `return $('.explained').textContent`));
    const step = await within(page, `const before = step(); $('.transport [aria-label="One step"], .transport button[title^="One iteration"]').click(); return before`);
    assert.equal(step, 0, `${name} begins anew`);
    await until(page, `return step() === 1 && !alert()`);
  }
  assert.equal(questions.size, names.length);
  await within(page, `choose('.data .sets', 'reber')`);
  await until(page, `return $('input[name=n_steps]').value === '75' && $('input[name=batch_size]').value === '4'`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a task that is passed over is asked nothing', async () => {
  await arrive(ORDER);
  for (const [over, name] of [['sine', 'pulse'], ['fable', 'parity'], ['fable', 'sunspots']]) {
    await within(page, `choose('.data .sets', '${over}'); choose('.data .sets', '${name}')`);
    await until(page, `return $('.data .sets [aria-checked=true]')?.value === '${name}'`);
    await within(page, `$('.transport [aria-label="One step"]').click()`);
    await until(page, `return step() === 1`);
    assert.equal(await within(page, `return alert()`), '', `${over}, ${name}`);
  }
  // What is shown of the last one is a part of it.
  await until(page, `return Number($('.part-bar [type=range]').max) > 200`);
  assert.deepEqual(await page.errors(), []);
});

page.test('the series is that of the task at hand, before anything is learnt', async () => {
  await arrive(at('task=sine&loss=mse&output=identity'));
  const series = `$('.series').textContent + $('.series .line').toDataURL()`;
  await until(page, `return /ahead/.test($('.series').textContent)`);
  const before = await within(page, `return ${series}`);
  await within(page, `choose('.data .sets', 'two_sines')`);
  await until(page, `return $('.data .sets [aria-checked=true]')?.value === 'two_sines' && $('.series').textContent !== arguments[0]`.replace('arguments[0]', JSON.stringify(before.split('data:')[0])));
  assert.notEqual((await within(page, `return ${series}`)).split('data:')[1], before.split('data:')[1]);
  assert.equal(await within(page, `return step()`), 0);
  assert.deepEqual(await page.errors(), []);
});

page.test('the score says what it is taken on, once there is one', async () => {
  for (const [fields, scored] of /** @type {[string, string][]} */ ([
    ['task=order&n_steps=10&loss=cross_entropy&output=softmax', 'on fresh sequences'],
    ['task=sine&loss=mse&output=identity', 'on what it learns from'],
  ])) {
    await arrive(at(fields));
    await within(page, `$('.steps [value=update]').click()`);
    await until(page, `return step() === 1`);
    assert.match(await within(page, `return $('.remark').textContent`), /^Sequences, one step after the other/);
    await within(page, `choose('.pace', 'full'); $('.play').click()`);
    await until(page, `return step() > 50 && $('.remark').textContent.includes(', ${scored}; ')`);
    await within(page, `$('.play').click()`);
    await within(page, `$('.curves').dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }))`);
    await until(page, `return $('.curves .caption').textContent.includes(', ${scored}: ')`);
  }
});

page.test('each curve has its name above it, on the narrowest phone too', async () => {
  await arrive(at('task=sine&loss=mse&output=identity').replace('lang=en', 'lang=fr'));
  await within(page, `choose('.level', '2'); choose('.panels', 'output'); host.style.width = '313px'`);
  const [names, outside] = await within(
    page,
    `const names = $$('.plots .plot-name'), box = host.getBoundingClientRect();
    const inside = (one) => one.left >= box.left && one.right <= box.right + 0.5;
    return [names.filter(seen).map((one) => one.textContent), names.filter((one) => !inside(one.getBoundingClientRect())).map((one) => one.textContent)]`,
  );
  assert.deepEqual([names, outside], [['Coût', 'Erreur quadratique moyenne'], []]);
  await within(page, `host.style.width = ''`);
});

page.test('the length follows its slider at once, and its field', async () => {
  await arrive(ORDER);
  const ask = `return [$('input[name=n_steps]').value, $('input[name=length]').getAttribute('aria-valuetext')]`;
  assert.deepEqual(await within(page, ask), ['10', '10 steps']);
  const end = (/** @type {string} */ one) => within(page, `return $('${one}').getBoundingClientRect().right`);
  assert.ok((await end('input[name=length]')) <= (await end('.length')), 'the slider ends where its row does');
  await within(page, `$('input[name=length]').focus()`);
  await keys(Key.ARROW_RIGHT, Key.ARROW_RIGHT, Key.ARROW_RIGHT);
  await until(page, `return Number($('input[name=n_steps]').value) > 10 && $('.symbols')`);
  await shelf('by_hand');
  const n = await within(page, `return Number($('input[name=n_steps]').value)`);
  await until(page, `return $('.hand .caption').textContent.includes('of ${n}')`);
  await fill('input[name=n_steps]', '34');
  await until(page, `return $('.hand .caption').textContent.includes('of 34')`);
  await fill('input[name=n_steps]', '1');
  await until(page, `return /Length.*: 1 is out of range.*10 to 500/.test(alert())`);
  assert.match(await within(page, `return $('.hand .caption').textContent`), /of 34/);
});

page.test('an order is solved by hand, and what is wrong is told', async () => {
  await arrive(ORDER);
  await shelf('by_hand');
  assert.deepEqual(await symbols(), ['B']);
  assert.match(await within(page, `return $('.hand .caption').textContent`), /Step 1 of 10.*at the end/);
  assert.equal(await within(page, `return $('.asked').hidden`), true);
  await within(page, `$('button[name="hand.step"]').focus()`);
  await keys(Key.ARROW_RIGHT, Key.ARROW_RIGHT, Key.ARROW_LEFT);
  assert.equal((await symbols()).length, 2);
  await press('hand.on');
  const all = await symbols();
  assert.equal(all.length, 10);
  const right = all.filter((/** @type {string} */ one) => 'XY'.includes(one)).join('');
  const wrong = right === 'XX' ? 'YY' : 'XX';
  await within(page, `choose('.asked', '${wrong}')`);
  assert.equal(await reply(), `No, it is ${right}. First came ${right[0]}, then ${right[1]}.`);
  await within(page, `choose('.asked', '${right}')`);
  assert.match(await reply(), /^Right/);
  await press('hand.another');
  await until(page, `return $$('.symbol').length === 1 && $('.reply').textContent === ''`);
  await press('hand.on');
  assert.notDeepEqual(await symbols(), all);
});

page.test('values are added by hand', async () => {
  await arrive(at('task=adding&n_steps=8&loss=mse&output=identity'));
  await shelf('by_hand');
  await press('hand.on');
  const marked = (await symbols()).filter((/** @type {string} */ one) => one.endsWith('•')).map(parseFloat);
  assert.equal(marked.length, 2);
  const sum = marked[0] + marked[1];
  await within(page, `$('input[name=hand-answer]').focus()`);
  await keys((sum + 0.5).toFixed(2), Key.ENTER);
  assert.match(await reply(), /^Off by 0\.(49|50|51)/);
  await fill('input[name=hand-answer]', sum.toFixed(2).replace('.', ','));
  await press('hand.check');
  assert.match(await reply(), new RegExp(`^Right: .*${marked[0].toFixed(2)} \\+ ${marked[1].toFixed(2)}`));
  await fill('input[name=hand-answer]', 'two');
  await press('hand.check');
  assert.match(await reply(), /Type a number/);
});

page.test('own zeros and ones and an own text are learnt, travel, and can be undone', async () => {
  await arrive(ORDER);
  await shelf('own');
  await fill('input[name=bits]', '0110 2');
  await press('use-bits');
  await until(page, `return /Zeros and ones.*“2” will not do.*0 or 1/.test(alert())`);
  assert.equal(await task(), 'order', 'the running model stays');
  await fill('input[name=bits]', '0110 1');
  await press('use-bits');
  await until(page, `return /zeros and ones/.test($('.explained').textContent) && !alert()`);
  await within(page, `choose('.own-shelf', 'text')`);
  await fill('.own-shelf textarea', 'a');
  await press('use-text');
  await until(page, `return /1 (character|entry)\\. Expected: 2 to/.test(alert())`);
  assert.match(await within(page, `return $('.explained').textContent`), /zeros and ones/);
  const text = 'é = 1 & more,\nnone';
  await fill('.own-shelf textarea', text);
  await press('use-text');
  await until(page, `return /own text/.test($('.explained').textContent) && !alert()`);
  const address = new URL(await link());
  await press('undo');
  await until(page, `return /zeros and ones/.test($('.explained').textContent)`);
  await press('redo');
  await until(page, `return /own text/.test($('.explained').textContent)`);
  await arrive(`?lang=en${address.hash}`);
  assert.match(await within(page, `return $('.explained').textContent + alert()`), /own text.*one\?$/);
  await shelf('by_hand');
  await press('hand.step');
  const seen = (await symbols()).map((/** @type {string} */ one) => one.replace('␣', ' ').replace('↵', '\n')).join('');
  assert.ok((text + text).includes(seen), seen);
  assert.deepEqual(await page.errors(), []);
});

page.test('a signal is drawn with the keys or the pointer, and learnt', async () => {
  await arrive(ORDER);
  await shelf('own');
  await within(page, `choose('.own-shelf', 'signal'); $('.board').focus()`);
  assert.equal(await within(page, `return $('button[name=use-signal]').disabled`), true);
  await keys(Key.ARROW_RIGHT, Key.ARROW_RIGHT, Key.ARROW_UP, Key.ARROW_UP);
  assert.equal(await within(page, `return $('.board').getAttribute('aria-valuetext')`), 'step 3 of 80: 0.10');
  const box = await within(page, `$('.board').scrollIntoView({ block: 'center' }); const { left, top, width, height } = $('.board').getBoundingClientRect(); return { left, top, width, height }`);
  const place = (/** @type {number} */ x, /** @type {number} */ y) => ({ x: Math.round(box.left + x * box.width), y: Math.round(box.top + y * box.height), duration: 50 });
  await page.driver.actions({ async: true }).move(place(0.3, 0.2)).press().move(place(0.5, 0.8)).move(place(0.9, 0.3)).release().perform();
  const drawn = await within(page, `return $('.board').getAttribute('aria-valuetext')`);
  assert.match(drawn, /^step 7[0-9] of 80: 0\.4/);
  await press('use-signal');
  await until(page, `return /own series/.test($('.explained').textContent) && !alert()`);
  await shelf('draws');
  assert.equal(await within(page, `return $('input[name=test_share]').value + $('input[name=test_share]').disabled`), '20false');
  const address = new URL(await link());
  assert.ok(address.hash.length < 600, address.hash);
  await arrive(`?lang=en${address.hash}`);
  assert.match(await within(page, `return $('.explained').textContent + alert()`), /own series/);
});

page.test('a column of a table is a series, and a gap is found', async () => {
  await arrive(ORDER);
  await shelf('own');
  await within(page, `choose('.own-shelf', 'column')`);
  const rows = Array.from({ length: 40 }, (_, t) => `${1980 + t};${Math.round(100 * Math.sin(t))}`);
  const box = '.own-shelf > div > div:last-child textarea';
  await fill(box, ['year;height', ...rows.toSpliced(4, 1, '1984;')].join('\n'));
  // What reads a table is fetched with the first one.
  await until(page, `return /Line 6, column 2/.test($$('.own-shelf .fault').at(-1).textContent)`);
  assert.equal(await within(page, `return $('button[name=use-column]').disabled`), true);
  await fill(box, ['year;height', ...rows].join('\n'));
  await until(page, `return !$('button[name=use-column]').disabled`);
  await press('use-column');
  await until(page, `return /own series/.test($('.explained').textContent) && !alert()`);
  await until(page, `return $('input[name=n_steps]').value === '16'`);
  await shelf('by_hand');
  await until(page, `return /^−?\\d+\\.\\d+$/.test($('.symbol').textContent)`);
  const value = (await symbols())[0].replace('−', '-');
  assert.ok(rows.some((row) => Math.abs(Number(row.split(';')[1]) - Number(value)) < 0.051), value);
});

page.test('points and sequences lead to each other, and what the other needs is kept', async () => {
  await visit(page, '?lang=en&rung=sandbox');
  await within(page, `choose('.level', '2'); choose('.data .sets', 'iris')`);
  await until(page, `return $$('.legend .key').length === 3`);
  await within(page, `choose('.folds', 'sequences')`);
  await until(page, `return $('.sequences .explained')?.textContent && !alert()`);
  await within(page, `choose('.data .sets', 'order')`);
  await until(page, `return $('.data .sets [aria-checked=true]')?.value === 'order'`);
  await within(page, `choose('.folds', 'points')`);
  await until(page, `return $$('.legend .key').length === 3 && !alert()`);
  assert.equal(await task(), 'iris');
  await within(page, `choose('.folds', 'sequences')`);
  await until(page, `return $('.data .sets [aria-checked=true]')?.value === 'order' && !alert()`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a saved model names its matrices in PyTorch’s order, and comes back', async () => {
  await arrive(at('task=counter&n_steps=6&n_hidden=2&loss=mse&output=identity'));
  const text = await wait(
    page,
    `const made = URL.createObjectURL, click = HTMLAnchorElement.prototype.click;
    let blob = null;
    try {
      await new Promise((done) => {
        URL.createObjectURL = (one) => ((blob = one), made.call(URL, one));
        HTMLAnchorElement.prototype.click = function () { done(this.download); };
        $('.menu-panel button[name="file.model"]').click();
      });
      return await blob.text();
    } finally {
      URL.createObjectURL = made;
      HTMLAnchorElement.prototype.click = click;
    }`,
  );
  const model = JSON.parse(text);
  const names = model.matrices.map((/** @type {{ name: string }} */ { name }) => name);
  assert.deepEqual(names.slice(0, 8), ['W_xi', 'W_xf', 'W_xh', 'W_xo', 'W_hi', 'W_hf', 'W_hh', 'W_ho']);
  const last = model.matrices.at(-1);
  assert.deepEqual([last.name, last.offset + last.rows * last.columns], ['b_y', model.parameters.length]);
  await within(
    page,
    `const data = new DataTransfer();
    data.items.add(new File([arguments[0]], 'model.json', { type: 'application/json' }));
    host.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));`,
    text,
  );
  await until(page, `return $('.data .sets [aria-checked=true]')?.value === 'counter' && !alert()`);
});

page.test('a step is worked out on paper and adds up there', async () => {
  await arrive(at('task=counter&n_steps=6&n_hidden=2&loss=mse&output=identity&level=3'));
  await within(page, `choose('.tabs', 'worked')`);
  await until(page, `return $$('.lines li').length > 40`);
  await within(page, `type('worked-t', '4')`);
  const line = (/** @type {string} */ start) =>
    within(page, `return $$('.lines [role=math]').map((one) => one.getAttribute('aria-label')).find((text) => text.startsWith('${start}')) ?? ''`);
  await until(page, `return $$('.lines [role=math]').some((one) => one.getAttribute('aria-label').startsWith('c1(4) ='))`);
  const tight = `return $$('.paper math').filter((one) => one.clientHeight && one.clientHeight < 1.3 * parseFloat(getComputedStyle(one).fontSize)).length`;
  assert.equal(await within(page, tight), 0, 'every part of a line is as high as a line');
  // What a reader does: the factors as printed, their sum rounded.
  const [, f, before, i, g, result] =
    /= (-?[\d.]+) · \(?(-?[\d.]+)\)? [+−] ([\d.]+) · \(?(-?[\d.]+)\)? [≈=] (-?[\d.]+)$/.exec(await line('c1(4) =')) ?? [];
  const sum = Number(f) * Number(before) + Number(i) * Number(g);
  assert.ok(Math.abs(sum - Number(result)) <= 0.51e-6, `${await line('c1(4) =')}: ${sum}`);
  await within(page, `$('input[name=worked-blank]').click()`);
  await until(page, `return $$('.lines .gap').length > 50`);
  assert.doesNotMatch(await line('c1(4) ='), new RegExp(String(result)));
  await within(page, `type('worked-unit', '3')`);
  await until(page, `return /Cell: 3 is out of range.*1 to 2/.test($('.by-hand .said').textContent)`);
  await within(page, `type('worked-unit', '2')`);
  await until(page, `return $$('.lines [role=math]').some((one) => one.getAttribute('aria-label').startsWith('c2(4) ='))`);
  await within(page, `type('n_hidden', '40')`);
  await until(page, `return /40 cells is too large/.test($('.by-hand .said').textContent) && !$('.lines')`);
});
