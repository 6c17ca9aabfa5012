// @ts-check
// The data slot: every data set, what the picture makes of it, the reader's own points and tables.

import assert from 'node:assert/strict';
import { Key } from 'selenium-webdriver';
import * as input from 'selenium-webdriver/lib/input.js';
import { engine, open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';

const page = await open({ width: 1440, height: 900 });

const START = '?lang=en&rung=sandbox';
const picked = (/** @type {string} */ name) => `choose('.data .sets', '${name}')`;
const tune = `choose('.level', '2')`;
/** How many opaque pixels of a colour a canvas of the picture has. */
const COUNT = `
  const pixels = (selector) => { const c = $(selector); return c.getContext('2d').getImageData(0, 0, c.width, c.height).data; };
  const colour = (name) => { const p = document.createElement('span'); p.style.color = 'var(--' + name + ')'; $('.playground').append(p);
    const rgb = getComputedStyle(p).color.match(/\\d+/g).map(Number); p.remove(); return rgb; };
  const count = (selector, [r, g, b]) => { const d = pixels(selector); let n = 0;
    for (let i = 0; i < d.length; i += 4) if (Math.abs(d[i] - r) + Math.abs(d[i + 1] - g) + Math.abs(d[i + 2] - b) < 12 && d[i + 3] > 200) n += 1;
    return n; };
  const inked = (selector) => { const d = pixels(selector); let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i] > 0) n += 1; return n; };`;
const keys = (/** @type {string[]} */ ...all) => page.driver.actions().sendKeys(...all).perform();
const marks = `return $$('.legend .key').map((key) => key.textContent)`;
const kept = `return $('.kept').textContent`;
const fault = `return $('.table-shelf .fault').textContent`;
const total = `return Number($('.kept').textContent.match(/(?:All |of )(\\d+) points/)?.[1])`;

// The types of the package do not know its pointers.
const { Pointer } = /** @type {any} */ (input);
const mouse = new Pointer('default mouse', Pointer.Type.MOUSE);
const finger = new Pointer('finger', Pointer.Type.TOUCH);

/**
 * Presses at shares of the plot area of the picture, and drags on to the others.
 * @param {[number, number][]} path
 */
async function touch(path, pointer = mouse) {
  const places = await within(
    page,
    `const box = $('.stack').getBoundingClientRect(); const style = getComputedStyle($('.stack'));
    const [top, right, bottom, left] = ['top', 'right', 'bottom', 'left'].map((edge) => parseFloat(style.getPropertyValue('--' + edge)));
    return arguments[0].map(([x, y]) => [box.left + left + x * (box.width - left - right), box.top + top + y * (box.height - top - bottom)].map(Math.round));`,
    path,
  );
  const moves = places.flatMap((/** @type {[number, number]} */ [x, y], /** @type {number} */ i) => {
    const move = pointer.move({ x, y, duration: 60 });
    return i === 0 ? [move, pointer.press()] : [move];
  });
  /** @type {any} */
  const actions = page.driver.actions({ async: true });
  await actions.insert(pointer, ...moves, pointer.release()).perform();
}

/** @param {string} text */
const paste = (text) =>
  within(
    page,
    `$('.table-shelf').hidden && choose('.data', 'table'); const box = $('.table-shelf textarea'); box.value = arguments[0]; box.dispatchEvent(new Event('input'))`,
    text,
  );

page.test('every data set is drawn, and brings a loss that fits', async () => {
  await visit(page, START);
  await within(page, tune);
  const names = await within(page, `return $$('.data .sets button').map(({ value }) => value)`);
  assert.equal(names.length, 14);
  await until(page, `${COUNT} return $$('.thumbnail').every((c) => c.width > 40)`);
  for (const name of names) {
    await within(page, picked(name));
    await until(page, `return $$('.data .sets [aria-checked=true]').length === 1 && $('.data .sets [aria-checked=true]').value === '${name}'`);
    assert.equal(await within(page, `return alert()`), '', name);
    assert.ok(await within(page, `${COUNT} return inked('.stack .points') > 500`), `${name}: no points`);
    const values = ['plane', 'gaussians', 'sine', 'step', 'polynomial'].includes(name);
    assert.match(await within(page, `return $$('.numbers .label')[1].textContent`), values ? /R²/ : /Accuracy/);
  }
  await within(page, picked('iris'));
  await until(page, `return $$('.legend .key').length === 3`);
  assert.deepEqual(await within(page, marks), ['setosa', 'versicolor', 'virginica']);
  await within(page, picked('moons'));
  await until(page, `return $$('.legend .key').length === 2`);
  await until(page, `return $$('.neurons .answer').length === 1`);
  assert.deepEqual(await page.errors(), []);
});

page.test('settings that a data set does not use are disabled, not hidden', async () => {
  await visit(page, START);
  await within(page, `${tune}; $$('.fold:not(.draw)').forEach((one) => one.click())`);
  const off = `return $$('.data-controls input[name], .data-controls select').filter((one) => one.disabled).map((one) => one.name || 'column')`;
  const all = `return $$('.data .fields :is(input, select)').filter(seen).length`;
  const count = await within(page, all);
  for (const [name, unused] of /** @type {[string, string[]][]} */ ([
    ['blobs', ['factor', 'column', 'column']],
    ['circles', ['n_classes', 'column', 'column']],
    ['spiral', ['factor', 'column', 'column']],
    ['iris', ['n_samples', 'n_classes', 'factor', 'data_seed', 'noise']],
  ])) {
    await within(page, picked(name));
    await until(page, `return $('.data .sets [aria-checked=true]')?.value === '${name}'`);
    assert.deepEqual(await within(page, off), unused, name);
    assert.equal(await within(page, all), count, `${name} hides something`);
  }
  await within(page, `const select = $$('.columns select')[0]; select.value = 'petal width'; select.dispatchEvent(new Event('change'))`);
  await until(page, `return $$('.columns select').map(({ value }) => value).join() === 'petal width,petal length'`);
});

page.test('the label tells how many points are kept for testing', async () => {
  await visit(page, START);
  await within(page, `${tune}; ${picked('xor')}`);
  await until(page, `return /All 100 points/.test($('.kept').textContent)`);
  await within(page, `type('test_share', '30')`);
  await until(page, `return /30.%, 30 of 100 points/.test($('.kept').textContent)`);
  assert.match(await within(page, `return $$('.numbers .label')[1].textContent`), /\(70\)/);
  await within(page, `type('n_samples', '55')`);
  await until(page, `return /17 of 55 points/.test($('.kept').textContent)`);
  await within(page, `type('test_share', '95')`);
  await until(page, `return /Test share.*95.*0 to 90/.test(alert())`);
  assert.match(await within(page, kept), /17 of 55/);
});

page.test('several classes have their colours, shapes and frontiers', async () => {
  await visit(page, START);
  await within(page, `${tune}; ${picked('blobs')}`);
  await until(page, `return $$('.legend .key').length === 2`);
  await within(page, `type('n_classes', '6')`);
  await until(page, `return $$('.legend .key').length === 6 && $$('.neurons .answer').length === 6`);
  for (const name of ['class0', 'class1', 'class2', 'class3', 'class4', 'class5'])
    await until(page, `${COUNT} return count('.stack .points', colour('${name}')) > 20`);
  await within(page, `choose('.pace', 'full'); $('.play').click()`);
  await until(page, `${COUNT} return $('.play').textContent === 'Continue' && inked('.stack .contour') > 100`, 30_000);
  await (await page.find('.stack')).click();
  await until(page, `return /class 0 0\\.\\d\\d, .*class 5 .*so class \\d/.test($('.result .caption').textContent)`);
  await within(page, `type('n_classes', '7')`);
  await until(page, `return /Classes.*7.*2 to 6/.test(alert())`);
  // A neuron that is looked at is in the picture only after the next look at the model.
  const point = (/** @type {string} */ type) => `$('.neurons .answer').dispatchEvent(new PointerEvent('${type}', { bubbles: true, composed: true }));`;
  await within(page, `${point('pointerover')} choose('.level', '3'); $('.neurons').dispatchEvent(new PointerEvent('pointerleave')); choose('.level', '2')`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a value of one coordinate is a curve', async () => {
  await visit(page, START);
  await within(page, `${tune}; ${picked('sine')}`);
  await until(page, `${COUNT} return count('.stack .contour', colour('accent')) > 50 && !seen($('.stack .ground'))`);
  assert.match(await within(page, `return $('.legend').textContent`), /y is to be predicted/);
  await within(page, picked('plane'));
  await until(page, `${COUNT} return inked('.stack .ground') > 1000 && inked('.stack .contour') === 0`);
  assert.match(await within(page, `return $('.legend').textContent`), /^value.*\d\.\d\d$/);
});

page.test('points are added, moved, scattered and deleted by hand', async () => {
  await visit(page, START);
  await within(page, `${tune}; ${picked('moons')}`);
  await until(page, `return $('.data .sets [aria-checked=true]')?.value === 'moons'`);
  await within(page, `$('.draw').click()`);
  await until(page, `return $('.playground').classList.contains('drawing')`);
  await within(page, `$$('.bench .row button').find((one) => one.textContent === 'Clear').click()`);
  await until(page, `return /place the first one/.test($('.bench .caption').textContent)`);
  await touch([[0.3, 0.3]]);
  await until(page, `return /^1 point, for training/.test($('.kept').textContent)`);
  await within(page, `choose('.pens', '1')`);
  await touch([[0.7, 0.6]]);
  await until(page, `return /All 2 points/.test($('.kept').textContent)`);
  const places = `${COUNT} const d = pixels('.stack .points'), w = $('.stack .points').width, [r, g, b] = colour('class1'); let x = 0, n = 0;
    for (let i = 0; i < d.length; i += 4) if (Math.abs(d[i] - r) + Math.abs(d[i + 1] - g) + Math.abs(d[i + 2] - b) < 12 && d[i + 3] > 200) { x += (i / 4) % w; n += 1; }
    return x / n / w;`;
  const before = await within(page, places);
  await touch([[0.7, 0.6], [0.6, 0.6], [0.45, 0.6]]);
  await until(page, `const at = (() => { ${places} })(); return ${before} - at > 0.15`);
  assert.equal(await within(page, total), 2, 'a drag moves');
  await within(page, `choose('.bench', 'move')`);
  await touch([[0.45, 0.6]]);
  await until(page, `return !$('.held').hidden`);
  await touch([[0.8, 0.6]]);
  await until(page, `const at = (() => { ${places} })(); return at - ${before} > 0.02`);
  await within(page, `choose('.bench', 'brush')`);
  await touch([[0.2, 0.8]]);
  await until(page, `return /All 5 points/.test($('.kept').textContent)`);
  await touch([[0.2, 0.2], [0.4, 0.2], [0.6, 0.2]]);
  await until(page, `return (() => { ${total} })() >= 9`);
  await within(page, `choose('.bench', 'delete')`);
  await touch([[0.3, 0.3]]);
  const many = await within(page, total);
  await within(page, `$$('.bench .row button').find((one) => one.textContent === 'Undo').click()`);
  await until(page, `return (() => { ${total} })() !== ${many} || ${many} < 9`);
  assert.equal(await within(page, `return alert()`), '');
  await within(page, `$('.draw').click()`);
  await until(page, `return !$('.playground').classList.contains('drawing')`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a finger draws too', async () => {
  await visit(page, START);
  await within(page, `${tune}; ${picked('blobs')}; window.kinds = []; $('.stack').addEventListener('pointerdown', (event) => kinds.push(event.pointerType))`);
  await until(page, `return /100 points/.test($('.kept').textContent)`);
  await within(page, `$('.draw').click()`);
  await until(page, `return $('.playground').classList.contains('drawing')`);
  assert.equal(await within(page, `return getComputedStyle($('.stack')).touchAction`), 'none', 'the page does not scroll away');
  await touch([[0.05, 0.05]], finger);
  await until(page, `return (() => { ${total} })() === 101`);
  await touch([[0.05, 0.05], [0.1, 0.1], [0.2, 0.2]], finger);
  await touch([[0.95, 0.95]], finger);
  await until(page, `return (() => { ${total} })() === 102`, 5_000);
  // The driver of WebKit has a mouse only and says nothing.
  const kind = engine === 'webkit' ? 'mouse' : 'touch';
  assert.deepEqual(await page.run(`return kinds`), [kind, kind, kind]);
  await within(page, `$('.draw').click()`);
  await until(page, `return !$('.playground').classList.contains('drawing')`);
  assert.deepEqual(await page.errors(), []);
});

page.test('the keyboard draws too', async () => {
  await visit(page, START);
  await within(page, `${tune}; ${picked('blobs')}`);
  await until(page, `return /100 points/.test($('.kept').textContent)`);
  await within(page, `$('.draw').click()`);
  await until(page, `return $('.playground').classList.contains('drawing')`);
  await within(page, `$('.stack').focus()`);
  await keys(Key.ARROW_LEFT, Key.ENTER);
  await until(page, `return (() => { ${total} })() === 101`);
  await until(page, `return /Added; 101 points/.test($('.unseen[aria-live]').textContent)`);
  await keys(Key.DELETE);
  await until(page, `return (() => { ${total} })() === 100`);
  await page.driver.actions().keyDown(Key.CONTROL).sendKeys('z').keyUp(Key.CONTROL).perform();
  await until(page, `return (() => { ${total} })() === 101`);
});

page.test('without Draw a touch of the picture changes nothing', async () => {
  await visit(page, START);
  await within(page, tune);
  await touch([[0.3, 0.3], [0.6, 0.6]]);
  assert.equal(await within(page, total), 100);
  assert.notEqual(await within(page, `return getComputedStyle($('.stack')).touchAction`), 'none');
});

page.test('a table becomes points, with its classes by name', async () => {
  await visit(page, START);
  await within(page, tune);
  await paste('width;length;species\n0,2;1,4;setosa\n1,8;5,1;virginica\n1,3;4,0;versicolor\n0,3;1,5;setosa\n');
  await until(page, `return /4 points, of: setosa, versicolor, virginica/.test($('.table-shelf').textContent)`);
  await within(page, `$$('.table-shelf .check input')[1].click(); $$('.table-shelf button').find((one) => one.textContent === 'Use these points').click()`);
  await until(page, `return $$('.legend .key').length === 3`);
  assert.deepEqual(await within(page, marks), ['setosa', 'versicolor', 'virginica']);
  assert.match(await within(page, `return $('.scaling').textContent`), /x₁ → \(x₁ − 0\.900\) \/ 0\.\d{3}, x₂ → /);
  // Other columns, by their names: what is found follows.
  await paste('u,v,w,side,kind\n1,2,3,left,a\n2,3,1,right,b\n4,5,6,left,c\n');
  await until(page, `return /3 points, of: a, b, c/.test($('.table-shelf').textContent)`);
  const column = (/** @type {number} */ i, /** @type {string} */ name) =>
    within(page, `const select = $$('.table-shelf .fields select')[${i}]; select.value = [...select.options].find((one) => one.textContent === '${name}').value; select.dispatchEvent(new Event('change'))`);
  await column(2, 'side');
  await until(page, `return /3 points, of: left, right/.test($('.table-shelf').textContent)`);
  await column(0, 'kind');
  await until(page, `return $('.table-shelf .fault').textContent`);
  await column(0, 'w');
  await until(page, `return !$('.table-shelf .fault').textContent && /3 points, of: left, right/.test($('.table-shelf').textContent)`);
  await paste('a,b,c\n1,2,3.5\n2,3,1.25\n');
  await until(page, `return /2 points with a value each/.test($('.table-shelf').textContent)`);
  await within(page, `$$('.table-shelf button').find((one) => one.textContent === 'Use these points').click()`);
  await until(page, `return /R²/.test($$('.numbers .label')[1].textContent)`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a table of x and y is a curve', async () => {
  await visit(page, START);
  await within(page, tune);
  const rows = Array.from({ length: 40 }, (_, i) => `${i / 10 - 2} ${Math.sin(i / 10 - 2)}`);
  await paste(['x y', ...rows].join('\n'));
  await until(page, `return /40 points with a value each/.test($('.table-shelf').textContent)`);
  assert.deepEqual(
    await within(page, `return $$('.table-shelf .fields select').map((select) => select.selectedOptions[0].textContent)`),
    ['x', 'none', 'y'],
  );
  await within(page, `$$('.table-shelf button').find((one) => one.textContent === 'Use these points').click()`);
  await until(page, `return /x₁ is given, y is to be predicted/.test(root.textContent)`);
  assert.deepEqual(await page.errors(), []);
});

page.test('what is wrong with a table is said with its place, in French too', async () => {
  for (const [lang, cells, quote] of [
    ['en', /Line 3, column 3\. Cells: 2\. Expected: 3\.$/, /Line 2, column 1:.*a closing quote/],
    ['fr', /Ligne 3, colonne 3\. Cellules.*2.*Attendu.* 3\.$/, /Ligne 2, colonne 1.*un guillemet fermant/],
  ]) {
    await visit(page, `?lang=${lang}&rung=sandbox`);
    await within(page, tune);
    await paste('a,b,c\n1,2,x\n3,4\n');
    await until(page, `return $('.table-shelf .fault').textContent`);
    assert.match(await within(page, fault), /** @type {RegExp} */ (cells));
    await paste('a,b,c\n"1,2,x\n');
    assert.match(await within(page, fault), /** @type {RegExp} */ (quote));
    assert.equal(await within(page, `return $$('.table-shelf .fields select').filter(seen).length`), 0);
    assert.equal(await within(page, `return $$('.numbers output')[0].value.length > 3`), true, 'the model is untouched');
  }
});

page.test('what is unfolded and written outlasts other colours and another language', async () => {
  await visit(page, START);
  await within(page, tune);
  await paste('a,b,c\n1,2,x\n3,4,y\n');
  await until(page, `return /2 points, of: x, y/.test($('.table-shelf').textContent)`);
  await within(page, `$('details.run').open = true; $('.table-shelf textarea').dataset.before = 'yes'`);
  const kept = `return !$('.table-shelf').hidden && $('details.run').open && $('.table-shelf textarea').value === 'a,b,c\\n1,2,x\\n3,4,y\\n'`;
  await page.run(`document.documentElement.style.colorScheme = 'dark'`);
  await until(page, `return $('.playground').dataset.dark === 'true'`);
  assert.equal(await within(page, `return $('.table-shelf textarea').dataset.before`), null, 'it is built anew');
  assert.equal(await within(page, kept), true);
  await page.run(`document.querySelector('neurone-playground').setAttribute('lang', 'fr')`);
  await until(page, `return /2 points,? .*x, y/.test($('.table-shelf').textContent) && $('.playground').lang === 'fr'`);
  assert.equal(await within(page, kept), true);
  await page.run(`document.documentElement.style.colorScheme = ''`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a table dropped on the element opens, at the first level too and as Windows writes it', async () => {
  await page.run(`localStorage.clear()`);
  await visit(page, '?lang=en&rung=1');
  await wait(
    page,
    `const transfer = new DataTransfer();
    const bytes = Uint8Array.from('u\\tv\\tw\\n1\\t2\\ta\\n3\\t4\\t\xe9\\n', (one) => one.charCodeAt(0));
    transfer.items.add(new File([bytes], 'points.tsv', { type: 'text/tab-separated-values' }));
    $('.result').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true, composed: true }));`,
  );
  await until(page, `return $('.table-shelf') && seen($('.table-shelf textarea')) && /2 points, of: a, é/.test($('.table-shelf').textContent)`);
  // Spreadsheets say "Unicode text" and mean this.
  for (const little of [1, 0]) {
    await wait(
      page,
      `const units = [...args[1]].map((one) => one.charCodeAt(0));
      const bytes = Uint8Array.from(units.flatMap((unit) => (args[0] ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
      const input = $('.table-shelf input[type=file]'), transfer = new DataTransfer();
      $('.table-shelf textarea').value = '';
      transfer.items.add(new File([bytes], 'points.txt'));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change'));`,
      little,
      '\ufeffu\tv\tw\n1\t2\tb\n3\t4\tλ\n5\t6\tb\n',
    );
    await until(page, `return /3 points, of: b, λ/.test($('.table-shelf').textContent) && $('.table-shelf textarea').value.startsWith('u')`);
  }
  await wait(
    page,
    `const input = $('.table-shelf input[type=file]'), transfer = new DataTransfer();
    transfer.items.add(new File(['PK\u0003\u0004'], 'points.xlsx'));
    input.files = transfer.files;
    input.dispatchEvent(new Event('change'));`,
  );
  await until(page, `return /^points.xlsx cannot be read as text/.test($('.table-shelf .fault').textContent)`);
  await page.run(`localStorage.clear()`);
});
