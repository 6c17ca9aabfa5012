// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as neurone from '../../www/pkg/neurone.js';
import { engine, open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';

const page = await open();
await visit(page);

/** Whether a test's script shares the page's modules; Firefox gives it its own. */
const shared = engine !== 'firefox';

/** The weights as the table of the third level shows them. */
const weights = () =>
  within(page, `choose('.level', '3'); choose('.tabs', 'weights'); return $('.weights').textContent`);

page.test('bad input is answered in the element and changes nothing', async () => {
  await visit(page, '?lang=en&rung=2');
  await within(page, `for (let i = 0; i < 3; i += 1) $('[aria-label="One step"]').click()`);
  await until(page, `return step() === 3`);
  const before = await weights();
  for (const [name, text, words] of /** @type {[string, string, RegExp][]} */ ([
    ['learning_rate', '0', /^Learning rate α: 0 is out of range\. Expected: /],
    ['learning_rate', 'abc', /^Learning rate α: “abc” will not do\. Expected: a number\.$/],
    ['learning_rate', '', /^Learning rate α: .* Expected: a number\.$/],
    ['hidden', '0', /^Hidden layers \(no\. 1 of the list\): 0 is out of range\. Expected: 1 to /],
    [
      'hidden',
      '8, 10000',
      /^Hidden layers \(no\. 2 of the list\): 10\u202f000 is out of range\. Expected: 1 to /,
    ],
    ['n_iter', '1.5', /^Iterations: “?1\.5”? .*Expected: a whole number\.$/],
    ['seed', '-1', /^Seed: \u22121 is out of range\. Expected: 0 to /],
  ])) {
    // Without the last message, so that it is not taken for the next one.
    await within(page, `$('.alert').replaceChildren(); type('${name}', arguments[0])`, text);
    await until(page, `return $('input[name=${name}]').ariaInvalid === 'true' && alert()`);
    assert.match(await within(page, `return alert()`), words);
    assert.equal(await within(page, `return $('input[name=${name}]').value`), text);
    assert.equal(await within(page, `return step()`), 3);
    assert.equal(await weights(), before, `${name} = ${text}`);
  }
  await within(page, `type('learning_rate', '0,5')`);
  await until(page, `return $('input[name=learning_rate]').value === '0.5'`);
  assert.equal(await within(page, `return step()`), 3, 'the learning rate changes without a reset');
  assert.match(await within(page, `return alert()`), /^Seed: /, 'what still stands in the field of the seed is still wrong');
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});

page.test('a bad attribute costs a message and that field alone', async () => {
  await visit(page);
  await wait(
    page,
    `
    const element = document.createElement('neurone-playground');
    element.innerHTML = 'A neuron learns here.';
    for (const [name, value] of Object.entries({ id: 'bad', lang: 'en', dataset: 'xr', 'learning-rate': '-1', layers: '4,4', level: '7', seed: '5' })) element.setAttribute(name, value);
    document.querySelector('main').prepend(element);`,
  );
  const bad = `const bad = document.getElementById('bad').shadowRoot;`;
  await until(page, `${bad} return bad.querySelector('.numbers output')?.value`);
  const text = await page.run(`${bad} return bad.querySelector('.alert').textContent`);
  assert.match(text, /Points: there is no “xr”/);
  assert.match(text, /Learning rate α: \u22121 is out of range/);
  assert.match(text, /Level: there is no “7”/);
  assert.equal(await page.run(`${bad} return bad.querySelectorAll('.neurons button').length`), 9);
  await page.run(
    `const element = document.getElementById('bad'); element.setAttribute('learning-rate', '0.2'); element.setAttribute('dataset', 'moons'); element.setAttribute('level', '2')`,
  );
  await until(
    page,
    `${bad} return bad.querySelector('.alert').textContent === '' && bad.querySelector('[name=learning_rate]')?.value === '0.2'`,
  );
  assert.equal(await page.run(`${bad} return bad.querySelector('[name=seed]').value`), '5');
  await page.run(`document.getElementById('bad').remove()`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a data set brings the loss and the output that it needs, a loss its output', async () => {
  await visit(page);
  for (const [attributes, ends] of /** @type {[Record<string, string>, [string, string]][]} */ ([
    [{ dataset: 'iris' }, ['cross_entropy', 'softmax']],
    [{ dataset: 'sine' }, ['mse', 'identity']],
    [{ 'dataset': 'spiral', 'n-classes': '3' }, ['cross_entropy', 'softmax']],
    [{ loss: 'hinge' }, ['hinge', 'identity']],
  ])) {
    const said = await wait(
      page,
      `const element = document.createElement('neurone-playground');
      for (const [name, value] of Object.entries({ id: 'one', lang: 'en', level: '2', ...args[0] })) element.setAttribute(name, value);
      document.querySelector('main').prepend(element);
      const inside = (selector) => element.shadowRoot.querySelector(selector);
      while (!inside('.numbers output')?.value || !inside('[name=loss]')) await new Promise((done) => setTimeout(done, 50));
      const said = [inside('.alert').textContent, inside('[name=loss]').value, inside('[name=output]').value];
      element.remove();
      return said;`,
      attributes,
    );
    assert.deepEqual(said, ['', ...ends]);
  }
  assert.deepEqual(await page.errors(), []);
});

page.test('what is wrong with an attribute is said until it is mended, of a link too', async () => {
  await visit(page, '?lang=en&rung=1');
  const set = (/** @type {string} */ name, /** @type {string} */ value) => page.run(`document.querySelector('neurone-playground').setAttribute(...arguments)`, name, value);
  await set('theme', 'blue');
  await until(page, `return /there is no “blue”/.test(alert())`);
  await set('theme', 'dark');
  await until(page, `return alert() === ''`);
  await set('link', 'bonjour');
  await until(page, `return /“bonjour” is not what a share link says/.test(alert())`);
  // The whole address that was copied will do.
  await set('link', 'https://example.org/?lang=en#v=1&hidden=5&seed=1&data_seed=1');
  await until(page, `return alert() === '' && $$('.neurons .neuron:not(.given)').length === 6`);
  assert.deepEqual(await page.errors(), []);
});

page.test('changes in quick succession add up, and the last word on training holds', async () => {
  await visit(page, '?lang=en&rung=2');
  await within(page, `choose('.level', '2')`);
  const neurons = `$$('.neurons .neuron:not(.given)').length`;
  await within(page, `const more = $$('.head .less-more').at(-1); for (let i = 0; i < 3; i += 1) more.click()`);
  await until(page, `return ${neurons} === 6`);
  // Pause and Train while another network is on its way.
  const on = `$('.playground').dataset.playing`;
  await within(page, `$('.play').click()`);
  await until(page, `return step() > 2`);
  await within(page, `type('hidden', '7'); $('.play').click()`);
  await until(page, `return ${neurons} === 8`);
  assert.equal(await within(page, `return ${on}`), 'false');
  await within(page, `type('hidden', '3'); $('.play').click()`);
  await until(page, `return ${neurons} === 4 && step() > 2`);
  assert.equal(await within(page, `return ${on}`), 'true');
  await within(page, `type('hidden', '4')`);
  await until(page, `return ${neurons} === 5 && step() > 2`);
  assert.equal(await within(page, `return ${on}`), 'true', 'who trains goes on training');
  await within(page, `$('.play').click()`);
  assert.deepEqual(await page.errors(), []);
});

page.test('the last step of a run is told, and its texts are its own on any page', async () => {
  await visit(page, '?lang=en&rung=2');
  await page.run(`window.told = []; addEventListener('neurone-step', ({ detail }) => told.push(detail.step));
    document.documentElement.dir = 'rtl'; Object.assign(document.body.style, { textAlign: 'center', textIndent: '2em', textTransform: 'uppercase', letterSpacing: '1em' })`);
  await within(page, `for (let i = 0; i < 3; i += 1) $('[aria-label="One step"]').click()`);
  await until(page, `return step() === 3`);
  await page.until(`return told.at(-1) === 3`, 1000);
  const look = await within(
    page,
    `const { direction, textAlign, textIndent, textTransform, letterSpacing } = getComputedStyle($('.question')); return [direction, textAlign, textIndent, textTransform, letterSpacing]`,
  );
  assert.deepEqual(look, ['ltr', 'start', '0px', 'none', 'normal']);
  await page.run(`document.documentElement.dir = ''; document.body.removeAttribute('style')`);
  assert.deepEqual(await page.errors(), []);
});

page.test('two elements share a module and run apart', async () => {
  await visit(page);
  await page.run(`
    const second = document.createElement('neurone-playground');
    second.id = 'second';
    second.setAttribute('preset', 'two_layer_circles_8');
    second.setAttribute('pace', 'full');
    document.querySelector('main').prepend(second);`);
  const second = `const second = document.getElementById('second').shadowRoot;`;
  await until(page, `${second} return second.querySelector('.numbers output')?.value`);
  await page.run(`${second} second.querySelector('.play').click()`);
  await until(page, `${second} return second.querySelector('.play').textContent === 'Continue'`, 30_000);
  assert.equal(
    await page.run(`${second} return second.querySelectorAll('.numbers output')[1].value`),
    '99\u00a0%',
  );
  const first = `const first = [...document.querySelectorAll('neurone-playground')].at(-1).shadowRoot;`;
  assert.match(await page.run(`${first} return first.querySelector('.numbers output').value`), /^2\.229046$/);
  const loaded = await page.run(
    `return performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length`,
  );
  assert.ok(loaded <= 1);
});

page.test('pause stops, and out of sight nothing runs', async () => {
  await visit(page, '?lang=en&rung=2');
  const still = async () => {
    const before = await within(page, `return step()`);
    await page.driver.sleep(600);
    return before === (await within(page, `return step()`));
  };
  await within(page, `$('.play').click()`);
  await until(page, `return step() > 2`);
  await within(page, `$('.play').click()`);
  await page.driver.sleep(100);
  assert.ok(await still(), 'it runs on after a pause');
  await within(page, `$('.play').click(); host.style.marginTop = '4000px'; scrollTo(0, 0)`);
  await page.driver.sleep(300);
  assert.ok(await still(), 'it runs on out of sight');
  await within(page, `host.style.marginTop = ''`);
  const before = await within(page, `return step()`);
  await until(page, `return step() > ${before}`);
});

page.test('taken out it is freed after a task; moved it goes on; put back it resumes', async () => {
  await visit(page, '?lang=en&rung=2');
  await within(page, `$('[aria-label="One step"]').click()`);
  await until(page, `return step() === 1`);
  if (shared)
    await wait(
      page,
      `
    const { Playground } = await import('/www/pkg/neurone.js');
    const free = Playground.prototype.free;
    window.freed = 0;
    Playground.prototype.free = function () { window.freed += 1; return free.call(this); };`,
    );
  await within(page, `const place = host.parentNode; host.remove(); place.append(host)`);
  await page.driver.sleep(200);
  if (shared) assert.equal(await page.run(`return freed`), 0);
  assert.equal(await within(page, `return step()`), 1);
  await page.run(`window.kept = document.querySelector('neurone-playground'); kept.remove()`);
  if (shared) await page.until(`return freed === 1`);
  else await page.driver.sleep(200);
  await page.run(`document.querySelector('main').append(kept)`);
  await until(page, `return step() === 1`);
  await within(page, `$('[aria-label="One step"]').click()`);
  await until(page, `return step() === 2`);
  assert.deepEqual(await page.errors(), []);
});

if (shared)
  page.test('taken out, nothing outside holds on to it', async () => {
    await visit(page, '?lang=en&rung=2');
    const held = await wait(
      page,
      `
    const held = new Set();
    for (const target of [window, document]) {
      const { addEventListener: add, removeEventListener: remove } = target;
      target.addEventListener = (type, ...rest) => (held.add(type), add.call(target, type, ...rest));
      target.removeEventListener = (type, ...rest) => (held.delete(type), remove.call(target, type, ...rest));
    }
    const other = document.createElement('neurone-playground');
    other.setAttribute('level', '3');
    host.after(other);
    while (!other.shadowRoot?.querySelector('.drawer .tabs')) await new Promise((done) => setTimeout(done, 20));
    const before = held.size;
    other.remove();
    await new Promise((done) => setTimeout(done, 100));
    return { before, after: [...held] };`,
    );
    assert.ok(held.before >= 3, `${held.before} listeners while it stands`);
    assert.deepEqual(held.after, []);
  });

if (shared)
  page.test('an experiment that takes its time to come begins at its beginning', async () => {
    await visit(page, '?lang=en&rung=2');
    await wait(
      page,
      `
    const { fetch } = window;
    window.fetch = async (address, ...rest) => {
      if (/sequences/.test(address)) await new Promise((done) => setTimeout(done, 800));
      return fetch(address, ...rest);
    };
    choose('.pace', 'calm');
    $('.play').click();
    await new Promise((done) => setTimeout(done, 100));
    document.querySelector('nav a[href*="rung=4"]').click();`,
    );
    await until(page, `return $('.output.sequences')`);
    await within(page, `choose('.level', '2'); choose('.level', '3')`);
    await until(page, `return $('.drawer .tabs') && !$('[aria-busy=true]')`);
    assert.equal(await within(page, `return step()`), 0);
  });

page.test('adopted by another document it looks the same, and back again', async () => {
  await visit(page, '?lang=en&rung=4');
  const cursors = await wait(
    page,
    `const frame = document.createElement('iframe'), home = host.parentElement;
    frame.width = '700';
    await new Promise((done) => {
      frame.onload = done;
      document.body.append(frame);
    });
    const look = () => getComputedStyle($('.strips')).cursor + ' ' + getComputedStyle($('.bar')).display;
    const all = [look()];
    for (const place of [frame.contentDocument.body, home]) {
      // On the way through one that nothing is shown of.
      document.implementation.createHTMLDocument().body.append(host);
      place.append(host);
      all.push(look());
    }
    return all;`,
  );
  assert.deepEqual(cursors, Array(3).fill('crosshair flex'));
  assert.deepEqual(await page.errors(), []);
});

page.test('pixels are the colours of the predictions, and curve values those of the history', async () => {
  await visit(page, '?lang=en&rung=2');
  for (let i = 1; i <= 7; i += 1) {
    await within(page, `$('[aria-label="One step"]').click()`);
    await until(page, `return step() === ${i}`);
  }
  const { theme, width, height, pixels } = await wait(
    page,
    `
    const names = ['paper', 'ink', 'muted', 'hairline', 'accent', 'class0', 'class1'];
    const hex = (colour) => '#' + colour.match(/\\d+/g).map((part) => Number(part).toString(16).padStart(2, '0')).join('');
    const { width, height } = $('.ground');
    const { data } = $('.ground').getContext('2d').getImageData(0, 0, width, height);
    const pixels = Array.from({ length: 200 }, (_, k) => [(k * 37) % width, (k * 61) % height]).map(([x, y]) => ({ x, y, colour: Array.from({ length: 3 }, (_, i) => data[4 * (y * width + x) + i]) }));
    return { theme: Object.fromEntries($$('.probe').map((probe, i) => [names[i], hex(getComputedStyle(probe).color)])), width, height, pixels };`,
  );
  neurone.initSync({ module: readFileSync(new URL('../../www/pkg/neurone_bg.wasm', import.meta.url)) });
  const model = new neurone.Playground(
    /** @type {any} */ (neurone.thesis().find(({ name }) => name === 'two_layer_circles_2')?.experiment),
  );
  for (let i = 0; i < 7; i += 1) model.train_step(1);
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = model.extent();
  let worst = 0;
  for (const { x, y, colour } of /** @type {{ x: number, y: number, colour: number[] }[]} */ (pixels)) {
    const point = Float64Array.of(
      x0 + ((x + 0.5) / width) * (x1 - x0),
      y1 - ((y + 0.5) / height) * (y1 - y0),
    );
    const wanted = neurone.color_scale(theme, model.predict(point)[0] ?? NaN).match(/\w\w/g) ?? [];
    wanted.forEach(
      (part, i) => void (worst = Math.max(worst, Math.abs(parseInt(part, 16) - (colour[i] ?? NaN)))),
    );
  }
  assert.ok(worst <= 1, `a pixel is ${worst} levels off`);
  const history = model.history();
  assert.equal(history.step.length, 8);
  for (let at = 7; at >= 0; at -= 1) {
    const [loss, accuracy] = [history.loss[at]?.toFixed(4), Math.round(100 * (history.accuracy[at] ?? NaN))];
    await within(
      page,
      `const key = (name) => $('.curves').dispatchEvent(new KeyboardEvent('keydown', { key: name, cancelable: true })); key('End'); for (let i = 7; i > ${at}; i -= 1) key('ArrowLeft')`,
    );
    assert.equal(
      await within(page, `return $('.curves .caption').textContent`),
      `Iteration ${at}: loss ${loss}, accuracy ${accuracy}\u00a0%.`,
    );
  }
});

if (shared)
  page.test('after a trap it starts afresh from the last sound state', async () => {
    await visit(page, '?lang=en&rung=2');
    await within(page, `$('[aria-label="One step"]').click()`);
    await until(page, `return step() === 1`);
    await wait(
      page,
      `
    const { Playground } = await import('/www/pkg/neurone.js');
    Playground.prototype.train_step = () => { throw new WebAssembly.RuntimeError('unreachable'); };`,
    );
    await within(page, `$('[aria-label="One step"]').click()`);
    await until(page, `return /started afresh/.test(alert())`);
    await until(page, `return step() === 1`);
    await within(page, `$('[aria-label="One step"]').click()`);
    await until(page, `return step() === 2`);
  });

page.test('a module that cannot be had is an error of its own', async () => {
  await visit(page);
  const code = await wait(
    page,
    `
    const fetched = window.fetch;
    window.fetch = async () => new Response('', { status: 404 });
    const { load } = await import('/www/wasm.js?without');
    try { await load(); return 'none'; } catch (error) { return error.code; } finally { window.fetch = fetched; }`,
  );
  assert.equal(code, 'module_failed');
});

page.test('divergence stops with a word and keeps the last sound weights', async () => {
  await visit(page, '?lang=en&rung=2');
  await wait(
    page,
    `
    const element = document.createElement('neurone-playground');
    for (const [name, value] of Object.entries({ id: 'wild', lang: 'en', activation: 'identity', layers: '8,8,8', dataset: 'blobs', 'learning-rate': '1000', seed: '0', 'data-seed': '0', pace: 'full' })) element.setAttribute(name, value);
    document.querySelector('main').prepend(element);`,
  );
  const wild = `const wild = document.getElementById('wild').shadowRoot;`;
  await until(page, `${wild} return wild.querySelector('.numbers output')?.value`);
  assert.equal(await page.run(`${wild} return wild.querySelector('.alert').textContent`), '');
  await page.run(`${wild} wild.querySelector('.play').click()`);
  await until(
    page,
    `${wild} return /left the range of numbers after iteration/.test(wild.querySelector('.alert').textContent)`,
  );
  assert.notEqual(await page.run(`${wild} return wild.querySelector('.numbers output').value`), '–');
});
