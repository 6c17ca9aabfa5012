// @ts-check
import assert from 'node:assert/strict';
import { open } from './driver.mjs';
import { dropFile, tensorsFile, until, visit, wait, within } from './element.mjs';

const page = await open();

/** What a click on a button of the menu would save: its name, its type, its text and its bytes in base64. @param {string} name */
const saved = (name) =>
  wait(
    page,
    `
    const made = URL.createObjectURL, click = HTMLAnchorElement.prototype.click;
    let blob = null;
    try {
      const file = await new Promise((done) => {
        URL.createObjectURL = (one) => ((blob = one), made.call(URL, one));
        HTMLAnchorElement.prototype.click = function () { done(this.download); };
        $$('.menu-panel button[name="' + args[0] + '"]').at(args[1]).click();
      });
      return [file, blob.type, await blob.text(), btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())))];
    } finally {
      URL.createObjectURL = made;
      HTMLAnchorElement.prototype.click = click;
    }`,
    name,
    0,
  );

/** Opens a text, or bytes, as if it were a file dropped on the element. @param {string} name @param {string | Buffer} content */
const drop = (name, content) => dropFile(page, name, content);

/** The link that the button copies. */
const link = () =>
  wait(
    page,
    `
    const own = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
    let text = '';
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (one) => void (text = one) } });
    try {
      $('.menu-panel button[name="link.copy"]').click();
      for (let i = 0; i < 50 && !text && !alert(); i += 1) await new Promise((done) => setTimeout(done, 20));
    } finally {
      delete navigator.clipboard;
      if (own) Object.defineProperty(navigator, 'clipboard', own);
    }
    return text;`,
  );

const weights = () =>
  within(page, `choose('.level', '3'); choose('.tabs', 'weights'); return $('.weights').textContent`);
/** Presses Ctrl and a key; false where the element has taken it. */
const key = (/** @type {string} */ name, shift = false, on = '.play') =>
  within(
    page,
    `return $(arguments[2]).dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], ctrlKey: true, shiftKey: arguments[1], bubbles: true, composed: true, cancelable: true }))`,
    name,
    shift,
    on,
  );
/** Loads an address from another page, so that it is loaded anew. @param {string} path */
const arrive = async (path) => {
  await page.driver.get('about:blank');
  await visit(page, path);
};

page.test('a copied link brings the whole experiment to another page', async () => {
  await visit(page, '?lang=en&rung=sandbox');
  await within(page, `choose('.level', '2'); type('hidden', '5, 3')`);
  await until(page, `return $$('.neurons .neuron:not(.given)').length === 9 && !alert()`);
  await within(page, `type('learning_rate', '0.3')`);
  await until(page, `return $('input[name=learning_rate]').value === '0.3' && !alert()`);
  const before = await weights();
  const address = await link();
  assert.match(address, /\?lang=en#v=1&preset=\w+&hidden=5,3&learning_rate=0\.3&rung=sandbox&level=3$/);
  assert.equal(await within(page, `return $('.said').textContent`), 'The link is on the clipboard.');
  await arrive(address.slice(address.indexOf('?')));
  assert.equal(await within(page, `return $('.playground').dataset.level`), '3');
  assert.equal(await within(page, `return $('input[name=learning_rate]').value`), '0.3');
  assert.equal(await weights(), before);
  assert.equal(await within(page, `return alert()`), '');
  assert.deepEqual(await page.errors(), []);
});

page.test('goals and names of classes are part of the experiment', async () => {
  await arrive('?lang=en&rung=sandbox');
  await within(page, `choose('.level', '3'); type('stop_loss', '0.05')`);
  await until(page, `return $('input[name=stop_loss]').value === '0.05' && !alert()`);
  await within(page, `type('stop_accuracy', '99.5'); type('stop_patience', '40')`);
  await until(page, `return $('input[name=stop_patience]').value === '40' && !alert()`);
  await within(
    page,
    `choose('.data', 'table'); const box = $('.table-shelf textarea'); box.value = arguments[0]; box.dispatchEvent(new Event('input'))`,
    'a,b,c\n0,2,chien d’été\n1,5,chat\n2,1,chat\n',
  );
  await until(page, `const use = $$('.table-shelf button').find((one) => one.textContent === 'Use these points'); return seen(use) && (use.click(), true)`);
  const names = ['chat', 'chien d’été'];
  const marks = () => within(page, `return $$('.legend .key').map((key) => key.textContent)`);
  const goals = () => within(page, `return ['loss', 'accuracy', 'patience'].map((goal) => $('input[name=stop_' + goal + ']').value)`);
  const shown = async (/** @type {string} */ how) => {
    await until(page, `return $$('.legend .key')[0]?.textContent === 'chat'`);
    assert.deepEqual([await marks(), await goals(), await within(page, `return alert()`)], [names, ['0.05', '99.5', '40'], ''], how);
  };
  await shown('as set');

  const address = await link();
  const [, , file] = await saved('file.experiment');
  assert.deepEqual(JSON.parse(file).points.classes, names);
  assert.deepEqual([JSON.parse(file).stop_loss, JSON.parse(file).stop_accuracy, JSON.parse(file).stop_patience], [0.05, 99.5, 40]);
  await page.driver.navigate().refresh();
  await until(page, `return root && $('.numbers output')?.value && seen($('.restored')) && !$('[aria-busy=true]')`);
  await shown('after a reload');
  await arrive(address.slice(address.indexOf('?')));
  await shown('by the link');
  await arrive('?lang=en&rung=sandbox');
  await within(page, `choose('.level', '3')`);
  assert.deepEqual([await marks(), await goals()], [['class 0', 'class 1'], ['', '', '']]);
  await drop('own.json', file);
  await shown('from the file');
  await key('z');
  await until(page, `return $$('.legend .key')[0]?.textContent === 'class 0' && $('input[name=stop_loss]').value === ''`);
  await key('z', true);
  await shown('undone and made again');

  // A point more keeps the names; an emptied field is no goal.
  await within(page, `$('.draw').click()`);
  await until(page, `return $('.playground').classList.contains('drawing')`);
  await within(page, `$('.stack').focus(); for (const key of ['ArrowLeft', 'Enter']) $('.stack').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))`);
  await until(page, `return /All 4 points/.test($('.kept').textContent)`);
  await shown('with a point more');
  await within(page, `type('stop_loss', '')`);
  await until(page, `return $('input[name=stop_loss]').ariaInvalid !== 'true'`);
  assert.doesNotMatch(await link(), /stop_loss/);
  await page.run(`document.querySelector('neurone-playground').setAttribute('stop-accuracy', '77')`);
  await until(page, `return $('input[name=stop_accuracy]').value === '77'`);
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});

page.test('a broken link costs a message and those parts alone', async () => {
  await arrive(
    '?lang=en#v=1&preset=two_layer_circles_8&hidden=4,4&colour=red&learning_rate=fast&points=!&seed=3',
  );
  const text = await within(page, `return alert()`);
  assert.match(text, /colour: no such setting/);
  assert.match(text, /Learning rate α: “fast” will not do/);
  assert.match(text, /Points: this part of the link \(“!”\) cannot be read/);
  assert.equal(
    await within(page, `return $('.playground').dataset.level`),
    '2',
    'what it changed is in sight',
  );
  assert.equal(await within(page, `return $('input[name=seed]').value`), '3');
  await arrive('?lang=fr#v=1&noise=abc');
  assert.match(await within(page, `return alert()`), /Bruit|noise/);
  await arrive('?lang=en#v=1&dataset=points&points=1~AAAAFAoCFBQAChQC&hidden=3');
  assert.match(await within(page, `return alert()`), /^Points/);
  assert.equal(await within(page, `return $$('.neurons .neuron:not(.given)').length`), 4);
  await arrive('?lang=en#v=1&n_classes=4&loss=hinge');
  assert.notEqual(await within(page, `return alert()`), '', 'what does not fit together is said');
  await arrive('?lang=en&rung=2#v=9');
  assert.match(await within(page, `return alert()`), /version 9/);
  await arrive('?lang=en&rung=2#somewhere');
  assert.equal(await within(page, `return alert()`), '');
});

page.test('drawn points travel; too many of them are offered as a file', async () => {
  await arrive('?lang=en#v=1&dataset=points&points=1~AAAAFAoUCRQAKBMU&data_seed=1&seed=1');
  await until(page, `return $('.numbers output').value`);
  assert.equal(await within(page, `return alert()`), '');
  assert.match(await link(), /dataset=points&.*points=1~AAAAFAoUCRQAKBMU/);
  const x = Array.from({ length: 1900 }, (_, i) => [Math.sin(i), Math.cos(i)]);
  const experiment = { version: 1, dataset: 'points', points: { x, y: x.map((_, i) => i % 2) }, seed: 1 };
  await drop('many.json', JSON.stringify(experiment));
  await until(page, `return $('.menu-panel')`);
  await page.driver.wait(async () => !(await link()), 10_000);
  assert.match(await within(page, `return alert()`), /too long to be sent\. Save the experiment as a file/);
});

page.test('an experiment and a model are saved and opened again', async () => {
  await arrive('?lang=en&rung=2');
  await within(page, `choose('.level', '2'); type('hidden', '4')`);
  await until(page, `return $$('.neurons .neuron:not(.given)').length === 5`);
  const [name, type, experiment] = await saved('file.experiment');
  assert.deepEqual([name, type], ['neurone-experiment.json', 'application/json']);
  assert.deepEqual(JSON.parse(experiment).hidden, [4]);
  await within(page, `for (let i = 0; i < 7; i += 1) $('[aria-label="One step"]').click()`);
  await until(page, `return step() === 7`);
  const trained = await weights();
  const [, , model] = await saved('file.model');
  await within(page, `$('[aria-label="Reset"]').click()`);
  await until(page, `return step() === 0`);
  await within(page, `type('hidden', '2')`);
  await until(page, `return $$('.neurons .neuron:not(.given)').length === 3`);
  await drop('model.json', model);
  await until(page, `return step() === 7`);
  assert.equal(await weights(), trained, 'the weights are those that were saved');
  await drop('experiment.json', experiment);
  await until(page, `return step() === 0`);
  const running = await weights();
  for (const [file, words] of /** @type {[string, RegExp][]} */ ([
    ['{', /neither an experiment nor a model/],
    ['[1, 2]', /neither an experiment nor a model/],
    ['{"dataset": "xr", "hidden": [0]}', /there is no “xr”.*Hidden layers \(no\. 1 of the list\)/],
    [model.replace('"parameters":[', '"parameters":["x",'), /is missing or is no list of numbers/],
    [model.replace(/"parameters":\[[^\]]*\]/, '"parameters":[1,2]'), /./],
    [model.replace('"hidden":[4]', '"hidden":[4,4]'), /./],
    [model.replace('"hidden":[4]', '"hidden":5'), /Hidden layers: “5” will not do/],
    [`{"dataset": "blobs", "hidden": ${'['.repeat(1e5)}${']'.repeat(1e5)}}`, /Hidden layers \(no\. 1 of the list\): “\[{40}…” will not do/],
  ])) {
    await within(page, `$('.alert').replaceChildren()`);
    await drop('bad.json', file);
    await until(page, `return alert()`);
    assert.match(await within(page, `return alert()`), words);
    assert.equal(await weights(), running, file.slice(0, 40));
    assert.match(await page.run(`return document.querySelector('nav [aria-current]').textContent`), /^2/);
  }
  assert.deepEqual(await page.errors(), []);
});

page.test('weights go to safetensors and back', async () => {
  await arrive('?lang=en&rung=2');
  const loaded = `return performance.getEntriesByType('resource').some(({ name }) => name.endsWith('pkg/tensors/neurone_bg.wasm'))`;
  await within(page, `choose('.level', '2'); type('hidden', '4')`);
  await until(page, `return $$('.neurons .neuron:not(.given)').length === 5`);
  await within(page, `for (let i = 0; i < 7; i += 1) $('[aria-label="One step"]').click()`);
  await until(page, `return step() === 7`);
  const [trained, loss] = [await weights(), await within(page, `return $('.numbers output').value`)];
  assert.equal(await within(page, loaded), false, 'its module comes when it is asked for');
  const [name, , text, base64] = await saved('file.tensors');
  assert.equal(name, 'neurone-model.safetensors');
  const file = Buffer.from(base64, 'base64');
  const length = Number(file.readBigUInt64LE());
  const { __metadata__: metadata, ...tensors } = JSON.parse(file.subarray(8, 8 + length).toString());
  assert.deepEqual(JSON.parse(metadata.experiment).hidden, [4]);
  assert.deepEqual(
    Object.entries(tensors).map(([name, { dtype, shape }]) => `${name} ${dtype} ${shape}`).sort(),
    ['0.bias F64 4', '0.weight F64 4,2', '2.bias F64 1', '2.weight F64 1,4'],
  );
  assert.match(text, /__metadata__/);

  await within(page, `type('hidden', '2')`);
  await until(page, `return step() === 0 && $$('.neurons .neuron:not(.given)').length === 3`);
  await drop('model.safetensors', file);
  await until(page, `return $$('.neurons .neuron:not(.given)').length === 5 && !alert()`);
  assert.equal(await within(page, `return step()`), 0, 'a run of its own begins with them');
  assert.equal(await weights(), trained);
  assert.equal(await within(page, `return $('.numbers output').value`), loss);

  // Without its metadata the file is one of another tool, here in single precision: 2-1 and 3-1 networks.
  const foreign = (/** @type {number[]} */ ...weight) =>
    tensorsFile({ '0.weight': ['F32', [1, weight.length], Float32Array.from(weight)], '0.bias': ['F32', [1], Float32Array.of(0.25)] });
  await drop('neuron.safetensors', foreign(1.5, -2));
  await until(page, `return $$('.neurons .neuron:not(.given)').length === 1`);
  assert.match(await weights(), /0\.2500.*1\.5000.*\u22122\.0000/);

  const running = await weights();
  await page.run(`[...document.querySelectorAll('.switches button')].find(({ value }) => value === 'fr').click()`);
  await until(page, `return /itération/i.test($('.counter').textContent)`);
  const renamed = (/** @type {string} */ from, /** @type {string} */ to) => Buffer.from(file.toString('latin1').replaceAll(from, to), 'latin1');
  for (const [content, words] of /** @type {[Buffer, RegExp][]} */ ([
    [file.subarray(0, -1), /pas un fichier safetensors complet/],
    [Buffer.from('{"hidden": [3]}'), /pas un fichier safetensors complet/],
    [renamed('0.bias', '0.bia5'), /«.0\.bia5.» n’est ni le poids ni le biais/],
    [renamed('2.bias', '4.bias'), /Il manque le tenseur 2\.bias/],
    [renamed('"F64"', '"I64"'), /Les nombres de 0\.weight sont de type I64/],
    [renamed('[4,2]', '[2,4]'), /Les dimensions de 0\.bias, \[4\]/],
    [foreign(1, 2, 3), /d’un réseau 3-1.*demandent 2-1/],
    [foreign(NaN, 2), /./],
  ])) {
    await within(page, `$('.alert').replaceChildren()`);
    await drop('bad.safetensors', content);
    await until(page, `return alert()`);
    assert.match(await within(page, `return alert()`), words);
  }
  await page.run(`[...document.querySelectorAll('.switches button')].find(({ value }) => value === 'en').click()`);
  await until(page, `return /iteration/i.test($('.counter').textContent)`);
  assert.equal(await weights(), running);
  assert.deepEqual(await page.errors(), []);
});

page.test('changes are undone and made again, by button and by key', async () => {
  await arrive('?lang=en&rung=sandbox');
  await within(page, `choose('.level', '2')`);
  const neurons = `$$('.neurons .neuron:not(.given)').length`;
  const first = await within(page, `return ${neurons}`);
  assert.equal(await within(page, `return $('[name=undo]').disabled`), true);
  await within(page, `type('hidden', '4, 4')`);
  await until(page, `return ${neurons} === 9`);
  await within(page, `type('learning_rate', '0.7')`);
  await until(page, `return !$('[name=undo]').disabled && $('input[name=learning_rate]').value === '0.7'`);
  await within(page, `$('[name=undo]').click()`);
  await until(page, `return $('input[name=learning_rate]').value === '0.1'`);
  await key('z');
  await until(page, `return ${neurons} === ${first}`);
  await key('z');
  await key('z', true);
  await until(page, `return ${neurons} === 9`);
  await key('y');
  await until(page, `return $('input[name=learning_rate]').value === '0.7' && $('[name=redo]').disabled`);
  // In a text it takes back what was written there.
  await within(page, `choose('.folds', 'table')`);
  assert.equal(await key('z', false, '.table-shelf textarea'), true, 'the key does what it does in a text');
  assert.equal(await within(page, `return alert()`), '');
  assert.deepEqual(await page.errors(), []);
});

page.test('another network gives way to the one before as far as that was trained', async () => {
  await arrive('?lang=en&rung=2');
  await within(page, `choose('.level', '2'); choose('.pace', 'full'); $('.play').click()`);
  await until(page, `return $('.playground').dataset.playing === 'false' && step() === 1000`, 20_000);
  const trained = await weights();
  await within(page, `type('hidden', '5')`);
  await until(page, `return step() === 0`);
  const fresh = await weights();
  await key('z');
  await until(page, `return step() === 1000`);
  assert.equal(await weights(), trained);
  await within(page, `$('[aria-label="One step"]').click()`);
  await until(page, `return step() === 1001`);
  const further = await weights();
  await key('y');
  await until(page, `return step() === 0`);
  assert.equal(await weights(), fresh);
  await key('z');
  await until(page, `return step() === 1001`);
  assert.equal(await weights(), further);
  assert.deepEqual(await page.errors(), []);
});

page.test('the timeline goes back to the very weights of a moment, and on from there', async () => {
  await arrive('?lang=en&rung=2');
  await within(page, `choose('.level', '3'); choose('.pace', 'full')`);
  for (let i = 1; i <= 4; i += 1) {
    await within(page, `$('[aria-label="One step"]').click()`);
    await until(page, `return step() === ${i}`);
  }
  const [loss, text] = [await within(page, `return $('.numbers output').value`), await weights()];
  await within(page, `$('.play').click()`);
  await until(page, `return $('.playground').dataset.playing === 'false' && step() === 1000`, 20_000);
  const end = await within(page, `return $('.numbers output').value`);
  const seek = (/** @type {number} */ i) =>
    within(
      page,
      `const slider = $('.timeline input'); slider.value = String(arguments[0]); slider.dispatchEvent(new Event('input', { bubbles: true }))`,
      i,
    );
  await seek(4);
  await until(page, `return step() === 4`);
  assert.equal(await within(page, `return $('.numbers output').value`), loss);
  assert.equal(await weights(), text);
  assert.match(
    await within(page, `return $('.timeline input').getAttribute('aria-valuetext')`),
    /iteration 4$/,
  );
  assert.ok(
    (await within(page, `return Number($('.timeline input').max)`)) > 4,
    'what came after is still there',
  );
  await within(page, `$('.play').click()`);
  await until(page, `return $('.playground').dataset.playing === 'false' && step() === 1000`, 20_000);
  assert.equal(await within(page, `return $('.numbers output').value`), end, 'the same run from there');
  assert.deepEqual(await page.errors(), []);
});

/**
 * Every picture on offer, as it would be saved: file, kind, and its width or what it is made of.
 * @returns {Promise<[string, string, any][]>}
 */
async function pictures() {
  await within(page, `$('.share-menu').open = true`);
  return wait(
    page,
    `
    const made = URL.createObjectURL, click = HTMLAnchorElement.prototype.click;
    const found = [];
    try {
      for (const button of $$('[name="picture.png"], [name="picture.svg"]').filter(seen)) {
        let blob = null;
        const name = await new Promise((done) => {
          URL.createObjectURL = (one) => ((blob = one), 'blob:none');
          HTMLAnchorElement.prototype.click = function () { done(this.download); };
          button.click();
        });
        const svg = blob.type === 'image/svg+xml';
        const tree = svg && new DOMParser().parseFromString(await blob.text(), 'image/svg+xml');
        const bitmap = svg ? null : await createImageBitmap(blob);
        const count = (one) => [one, tree.querySelectorAll(one).length];
        const size = svg ? { ...Object.fromEntries(['image', 'path', 'circle', 'rect', 'text', 'parsererror'].map(count)), said: tree.documentElement.textContent } : bitmap.width;
        found.push([name, blob.type, size]);
      }
    } finally {
      URL.createObjectURL = made;
      HTMLAnchorElement.prototype.click = click;
    }
    return found;`,
  );
}

page.test('who goes back while it trains keeps the later moments', async () => {
  await arrive('?lang=en&rung=2');
  await within(page, `choose('.level', '3'); choose('.pace', 'full'); type('n_iter', '1000000')`);
  await within(page, `$('.play').click()`);
  await until(page, `return Number($('.timeline input').max) > 5 && step() > 1000`, 20_000);
  const [kept, at] = await within(
    page,
    `const slider = $('.timeline input'), before = [Number(slider.max), step()]; slider.value = '2'; slider.dispatchEvent(new Event('input', { bubbles: true })); return before`,
  );
  await until(page, `return $('.playground').dataset.playing === 'false' && $('.timeline input').value === '2' && step() < ${at}`);
  assert.ok((await within(page, `return Number($('.timeline input').max)`)) >= kept);
  assert.deepEqual(await page.errors(), []);
});

page.test('every view is a picture, as PNG and as SVG', async () => {
  await arrive('?lang=en&rung=2');
  await within(page, `choose('.level', '3'); choose('.tabs', 'gradients'); choose('.pace', 'full'); $('.play').click()`);
  await until(page, `return $('.play').textContent === 'Continue'`, 20_000);
  const all = await pictures();
  assert.deepEqual(
    all.map(([name]) => name),
    ['result', 'curves', 'network', 'tab'].flatMap((view) => [`neurone-${view}.png`, `neurone-${view}.svg`]),
  );
  /** @type {Record<string, any>} */
  const of = {};
  for (const [name, type, size] of all) {
    assert.equal(type, name.endsWith('png') ? 'image/png' : 'image/svg+xml');
    of[name] = size;
    if (name.endsWith('png')) assert.ok(size > 300, `${name} is ${size} wide`);
    else assert.equal(size.parsererror, 0, name);
  }
  const [result, curves, network] = ['result', 'curves', 'network'].map((name) => of[`neurone-${name}.svg`]);
  assert.equal(result.image, 1, 'pixels make up the field alone');
  // A mark of either class for each of 50 points, on a rim of paper; the frontier on its rim; three ticks an axis or more.
  assert.ok(result.circle >= 100 && result.rect >= 100 && result.path >= 2 && result.text >= 8, JSON.stringify(result));
  assert.equal(curves.image, 0);
  assert.ok(curves.path >= 2 && curves.text >= 8 && curves.rect >= 8, JSON.stringify(curves));
  assert.equal(network.image, await within(page, `return $$('.diagram canvas').filter((one) => seen(one) && one.width > 0).length`));
  assert.ok(network.path === 6 && network.text >= 10, JSON.stringify(network));
  // Two layers, each with its name and two bars on their tracks or more.
  const flow = of['neurone-tab.svg'];
  assert.ok(flow.rect >= 5 && flow.text >= 10, JSON.stringify(flow));
  assert.match(flow.said, /Gain/, 'the heads too, though they are buttons');

  // Formulas are copied as LaTeX instead; every other tab is a picture.
  const made = [];
  for (const tab of await within(page, `return $$('.tabs button').map((one) => one.value)`)) {
    await within(page, `$('.share-menu').open = false; choose('.tabs', '${tab}')`);
    const drawn = (await pictures()).find(([name]) => name === 'neurone-tab.svg');
    if (!drawn) continue;
    made.push(tab);
    assert.ok(drawn[2].parsererror === 0 && drawn[2].text > 0, `${tab} ${JSON.stringify(drawn)}`);
  }
  assert.deepEqual(made, ['gradients', 'shapes', 'activations', 'warped', 'surface', 'weights']);
  assert.deepEqual(await page.errors(), []);
});

page.test('the cell of a recurrent network and its gradient through time are pictures', async () => {
  await arrive('?lang=en#v=1&preset=order_lstm&level=3');
  await until(page, `return $('.cell-picture') && $$('.tabs button').length === 3`);
  await until(page, `return $('.flow-through-time canvas').width > 0`);
  const of = Object.fromEntries((await pictures()).map(([name, , made]) => [name, made]));
  const [cell, flow] = [of['neurone-network.svg'], of['neurone-tab.svg']];
  // As many lines and parts as the page draws, each line with its casing.
  const [paths, parts] = await within(page, `return ['path:not(.hit)', 'rect, circle'].map((one) => $('.cell-picture').querySelectorAll(one).length)`);
  assert.equal(cell.path, paths + parts);
  assert.ok(cell.text >= 20 && flow.text >= 10, JSON.stringify([cell, flow]));
  assert.deepEqual(await page.errors(), []);
});

page.test('a picture is copied', async () => {
  await arrive('?lang=en&rung=2');
  await within(page, `choose('.level', '2'); $('.share-menu').open = true`);
  const [type, size] = await wait(
    page,
    `
    const own = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
    let blob = null;
    const write = async ([item]) => void (blob = await item.getType('image/png'));
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { write } });
    try {
      $('[name="picture.copy"]').click();
      for (let i = 0; i < 100 && !blob && !alert(); i += 1) await new Promise((done) => setTimeout(done, 20));
      await new Promise((done) => setTimeout(done, 50));
    } finally {
      delete navigator.clipboard;
      if (own) Object.defineProperty(navigator, 'clipboard', own);
    }
    return [blob?.type, blob?.size];`,
  );
  assert.equal(await within(page, `return alert()`), '');
  assert.equal(type, 'image/png');
  assert.ok(size > 5000, String(size));
  assert.match(await within(page, `return $('.said').textContent`), /clipboard/);
  assert.deepEqual(await page.errors(), []);
});

page.test('the menu opens, closes and fills the screen', async () => {
  await arrive('?lang=fr&rung=2');
  await within(page, `choose('.level', '2')`);
  const summary = await page.find('.share-menu summary');
  assert.equal(await summary.getText(), 'Partager');
  await summary.click();
  const size = () => page.run('return parseFloat(getComputedStyle(document.documentElement).fontSize)');
  const before = await size();
  await (await page.find('[name=lecture]')).click();
  await until(page, `return document.fullscreenElement === host || alert()`);
  assert.equal(await within(page, `return alert()`), '');
  await page.driver.wait(async () => (await size()) > 1.3 * before, 5000, 'in a larger type');
  // By the boxes: WebKit's scroll width counts more than what is there.
  const cut = await within(
    page,
    `return $$('*').filter((one) => seen(one) && one.getBoundingClientRect().right > host.clientWidth + 1).map((one) => one.className)`,
  );
  assert.deepEqual(cut, []);
  await page.run('return document.exitFullscreen()');
  await page.driver.wait(async () => (await size()) === before, 5000);
  await within(
    page,
    `$('.share-menu').open = true; $('[name=lecture]').focus();
    $('[name=lecture]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }))`,
  );
  assert.equal(await within(page, `return $('.share-menu').open`), false);
  assert.equal(await within(page, `return root.activeElement.localName`), 'summary');
  assert.deepEqual(await page.errors(), []);
});

page.test('a reload restores the work, never over a link', async () => {
  await page.driver.get(process.env.NEURONE_URL + '?lang=en&rung=sandbox');
  await until(page, `return root && $('.numbers output')?.value`);
  await within(page, `choose('.level', '2'); type('hidden', '6, 6')`);
  await until(page, `return $$('.neurons .neuron:not(.given)').length === 13`);
  await within(page, `for (let i = 0; i < 3; i += 1) $('[aria-label="One step"]').click()`);
  await until(page, `return step() === 3`);
  const before = await weights();
  await page.driver.navigate().refresh();
  await until(page, `return root && $('.numbers output')?.value && step() === 3`);
  assert.equal(await weights(), before);
  assert.equal(await within(page, `return seen($('.restored'))`), true);
  await within(page, `$('[name="restored.new"]').click()`);
  await until(page, `return step() === 0 && !seen($('.restored'))`);
  assert.notEqual(await weights(), before);
  await within(page, `type('hidden', '6, 6')`);
  await until(page, `return $$('.neurons .neuron:not(.given)').length === 13`);
  await page.driver.get('about:blank');
  await page.driver.get(process.env.NEURONE_URL + '?lang=en#v=1&hidden=3&seed=1&data_seed=1');
  await until(page, `return root && $('.numbers output')?.value`);
  await page.driver.navigate().refresh();
  await until(page, `return root && $('.numbers output')?.value`);
  assert.equal(await within(page, `return $$('.neurons .neuron:not(.given)').length`), 4);
  await page.run(`localStorage.clear()`);
});
