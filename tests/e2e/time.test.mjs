// @ts-check
// A sequence along its steps: what the reader sees is what the model computes for the same experiment.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as neurone from '../../www/pkg/neurone.js';
import * as sequences from '../../www/pkg/sequences/neurone.js';
import { Words, fetchTexts } from '../../www/words.js';
import { engine, open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';

neurone.initSync({ module: readFileSync(new URL('../../www/pkg/neurone_bg.wasm', import.meta.url)) });
sequences.initSync({ module: readFileSync(new URL('../../www/pkg/sequences/neurone_bg.wasm', import.meta.url)) });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const page = await open();

const COMMON = { init: 'uniform', optimizer: 'adam', learning_rate: 0.01, clip_norm: 1, seed: 0, data_seed: 0, cell: 'lstm', n_hidden: 8, forget_bias: 3 };
const ORDER = { ...COMMON, task: 'order', n_steps: 50, loss: 'cross_entropy', output: 'softmax' };
const SINE = { ...COMMON, task: 'sine', loss: 'mse', output: 'identity', test_share: 20 };
const FABLE = { ...COMMON, task: 'fable', loss: 'cross_entropy', output: 'softmax', n_hidden: 12 };

let visits = 0;
/** Opens an experiment at level 2. @param {object} experiment @param {string} [lang] */
async function arrive(experiment, lang = 'en') {
  const fields = Object.entries(experiment).map(([name, value]) => `${name}=${value}`);
  // Another address, for a mere fragment would load nothing.
  await visit(page, `?lang=${lang}&visit=${(visits += 1)}#v=1&${fields.join('&')}&level=2`);
  await until(page, `return $('.strips')?.getAttribute('aria-valuetext')`);
}

/** The same model outside the page, after some updates. @param {object} experiment @param {number} [steps] */
function twinOf(experiment, steps = 0) {
  const model = new sequences.SequencePlayground(/** @type {any} */ (experiment));
  for (let i = 0; i < steps; i += 1) model.train_step(1);
  return model;
}

/** Presses a key on the strips. @param {string} key */
const press = (key) =>
  within(page, `$('.strips').dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], bubbles: true, cancelable: true }))`, key);

/** @param {number} t */
const cursorAt = (t) => until(page, `return $('.strips').getAttribute('aria-valuenow') === '${t}'`);

/** Makes some updates by hand. @param {number} n */
async function update(n) {
  await within(page, `for (let i = 0; i < ${n}; i += 1) $('.steps [value=update]').click()`);
  await until(page, `return step() === ${n}`);
}

/** The colours that the page draws with. */
function theme() {
  return within(
    page,
    `const colour = (name) => {
       const probe = document.createElement('span');
       probe.style.color = 'var(--' + name + ')';
       $('.playground').append(probe);
       const parts = getComputedStyle(probe).color.match(/\\d+/g).map((part) => Number(part).toString(16).padStart(2, '0'));
       probe.remove();
       return '#' + parts.join('');
     };
     return Object.fromEntries(['paper', 'ink', 'muted', 'hairline', 'accent', 'class0', 'class1'].map((name) => [name, colour(name)]));`,
  );
}

page.test('every strip shows the values of the passage in the colours of the scale', async () => {
  await arrive(ORDER);
  await update(3);
  const passage = twinOf(ORDER, 3).passage(0, new Float64Array());
  const colours = await theme();
  const names = await within(page, `return $$('.band').map((one) => one.dataset.strip)`);
  assert.deepEqual(names, ['x', 'i', 'f', 'o', 'g', 'c', 'h', 'output', 'target']);
  for (const { name, values } of passage.layers[0] ?? []) {
    const size = values.length / passage.n_steps;
    const most = name === 'c' ? Math.max(1, ...[1, 2, 5, 10].filter((end) => end >= Math.max(...values.map(Math.abs))).slice(0, 1)) : 1;
    const pixels = await within(
      page,
      `const canvas = $('[data-strip="${name}"] canvas');
       const { width, height } = canvas;
       return { width, height, data: [...canvas.getContext('2d').getImageData(0, 0, width, height).data] };`,
    );
    assert.deepEqual([pixels.width, pixels.height], [50, 8]);
    let worst = 0;
    for (const [t, unit] of /** @type {[number, number][]} */ ([[0, 0], [7, 3], [23, 7], [49, 5], [31, 1]])) {
      const value = values[t * size + unit] ?? NaN;
      const wanted = neurone.color_scale(colours, (value + most) / (2 * most)).match(/\w\w/g) ?? [];
      const at = 4 * (unit * pixels.width + t);
      wanted.forEach((part, i) => void (worst = Math.max(worst, Math.abs(parseInt(part, 16) - pixels.data[at + i]))));
    }
    assert.ok(worst <= 1, `${name} is ${worst} levels off`);
  }
  assert.deepEqual(await page.errors(), []);
});

page.test('the cursor moves by keys and by the mouse, and says what it points at', async () => {
  await arrive(ORDER);
  const passage = twinOf(ORDER).passage(0, new Float64Array());
  for (const [key, t] of /** @type {[string, number][]} */ ([['ArrowRight', 1], ['PageDown', 11], ['ArrowLeft', 10], ['End', 49], ['PageUp', 39], ['Home', 0]])) {
    await press(key);
    await cursorAt(t);
  }
  await press('ArrowDown');
  await until(page, `return $('.readout').textContent.includes('cell 2')`);
  const h = passage.layers[0]?.at(-1)?.values[1] ?? NaN;
  assert.ok((await within(page, `return $('.readout').textContent`)).includes(`h ${h.toFixed(2).replace('-', '\u2212')}.`), String(h));
  const symbols = await within(page, `return $$('.letters span').map((one) => one.textContent)`);
  const marks = twinOf(ORDER).sequences().inputs;
  assert.deepEqual(symbols, Array.from({ length: 50 }, (_, t) => marks[passage.x.slice(8 * t, 8 * t + 8).indexOf(1)]));

  // A click on the fifth cell's row of c at step 20 sets both, a second one pins.
  const click = `const box = $('[data-strip="c"]').getBoundingClientRect();
    $('[data-strip="c"]').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true,
      clientX: box.left + box.width * 20.5 / 50, clientY: box.top + box.height * 4.5 / 8 }));`;
  await within(page, click);
  await cursorAt(20);
  assert.match(await within(page, `return $('.readout').textContent`), /^t = 20: .* cell 5: /);
  await within(page, click);
  await until(page, `return $('.cursor.pinned')`);
  await press('End');
  await until(page, `return /Answer (XX|XY|YX|YY) \\(\\d+.%\\): (right|wrong, it is)/.test($('.readout').textContent)`);
  const shape = await within(page, `return [$('.verdicts .right'), $('.verdicts .wrong')].map((one) => one.getAttribute('d') !== '')`);
  const right = (await within(page, `return $('.readout').textContent`)).includes('right');
  assert.deepEqual(shape, [right, !right]);

  await within(page, `$('.part-bar button:last-of-type').click()`);
  await until(page, `return $('.part-bar output').value === 'Example 2'`);
  const next = twinOf(ORDER).passage(1, new Float64Array());
  const second = Array.from({ length: 50 }, (_, t) => marks[next.x.slice(8 * t, 8 * t + 8).indexOf(1)]).join('');
  await until(page, `return $$('.letters span').map((one) => one.textContent).join('') === '${second}'`);
  assert.deepEqual(await page.errors(), []);
});

page.test('the measure stands beside chance, with a flag where the task is solved', async () => {
  await arrive({ ...ORDER, n_steps: 10, n_iter: 600 });
  const names = () => within(page, `return $$('.plots .labels').map((one) => [...one.children].map((label) => label.textContent))`);
  assert.deepEqual(await names(), [['chance'], ['solved', 'chance']]);
  // The height of the line in the picture of the accuracy: 25 of 100 from the bottom.
  const share = await within(page, `
    const canvas = $$('.plots .line')[1], { width, height } = canvas;
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    const counts = Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => data[4 * (y * width + x) + 3]).filter((alpha) => alpha > 100).length);
    const rows = counts.map((count, y) => [count, y]).filter(([count]) => count > width / 4).map(([, y]) => y);
    const scale = devicePixelRatio, [top, bottom] = [8 * scale, height - 34 * scale];
    return rows.map((y) => (bottom - y) / (bottom - top));`);
  assert.ok(share.some((/** @type {number} */ one) => Math.abs(one - 0.25) < 0.02), `no line at a quarter: ${share}`);
  assert.ok(share.some((/** @type {number} */ one) => Math.abs(one - 0.99) < 0.02), `no line at 99 %: ${share}`);
  await within(page, `choose('.pace', 'full'); $('.play').click()`);
  await until(page, `return $('.reading.solved output').value !== '–'`, 60_000);
  await within(page, `if ($('.playground').dataset.playing === 'true') $('.play').click()`);
  const model = twinOf({ ...ORDER, n_steps: 10 }, await within(page, `return step()`));
  const at = model.solved_at();
  assert.equal(await within(page, `return $('.reading.solved output').value`), `it. ${at}`);
  assert.equal(await within(page, `return $$('.plots .event')[1].checkVisibility() && $$('.plots .event')[1].textContent`), `⚑ ${at}`);
  assert.equal(await within(page, `return $('.reading.measure output').value`), `${Math.round(100 * (model.scores().accuracy.at(-1) ?? 0))}\u00a0%`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a forecast goes on as long as it is asked to', async () => {
  await arrive(SINE);
  await until(page, `return $('[data-forecast="60"]')`);
  await within(page, `const input = $('.series input'); input.value = '25'; input.dispatchEvent(new Event('input'))`);
  await until(page, `return $('[data-forecast="25"]')`);
  assert.equal(await within(page, `return $('.series .number').value`), '25 steps');
  const model = twinOf(SINE);
  const { values, n_train, deviation } = model.series();
  const error = model.forecast(25).reduce((sum, value, i) => sum + ((value - (values[n_train + i] ?? 0)) / deviation) ** 2, 0) / 25;
  assert.match(await within(page, `return $('.series .caption:not(.legend)').textContent`), new RegExp(`, ${error.toFixed(4)} for the forecast \\(25 steps\\)`));
  assert.equal(await within(page, `return $('.series .event').textContent`), 'test');
  assert.deepEqual(await page.errors(), []);
});

page.test('a text is sampled as the binding samples it, and its perplexity is e to the loss', async () => {
  await arrive(FABLE);
  await update(2);
  const model = twinOf(FABLE, 2);
  const { loss } = model.metrics();
  assert.equal(await within(page, `return $('.reading.perplexity output').value`), Math.exp(loss).toFixed(3));
  await within(page, `type('prompt', 'Le '); type('n', '30'); type('temperature', '0.8'); type('top_k', '5'); type('sampling_seed', '7');
    for (const name of ['prompt', 'n', 'temperature', 'top_k', 'sampling_seed']) $('input[name=' + name + ']').dispatchEvent(new Event('input')); $('.go-on').click()`);
  await until(page, `return $('.sampled').textContent`);
  const { text, probability } = model.continue_text('Le ', 30, 0.8, 5, 7);
  const [shown, titles] = await within(page, `return [$('.sampled').textContent, [...$('.sampled').children].slice(1).map((one) => one.title)]`);
  assert.equal(shown, `Le ${text.replaceAll('\n', '↵\n')}`);
  assert.deepEqual(titles, [...probability].map((p) => `${Math.round(100 * p)}\u00a0%`));

  // The shade of a character is the probability that it had before it was read.
  const passage = model.passage_of_part(0, 200, new Float64Array());
  const { n_out } = model.sequences();
  const colours = await theme();
  const tint = await within(page, `return $('.text-panel .running-text').children[11].style.getPropertyValue('--tint')`);
  const p = passage.output[10 * n_out + (passage.y[10] ?? 0)] ?? NaN;
  assert.equal(tint, neurone.color_scale(colours, 0.5 - Math.round(64 * p) / 128));
  await within(page, `$('.text-panel [value=c]').click()`);
  const c = passage.layers[0]?.find(({ name }) => name === 'c')?.values[11 * 12] ?? NaN;
  await until(page, `return $('.text-panel .caption').textContent.startsWith('c of cell 1')`);
  const shade = await within(page, `return $('.text-panel .running-text').children[11].style.getPropertyValue('--tint')`);
  assert.equal(shade, neurone.color_scale(colours, Math.round((c + 1) * 64) / 128));
  assert.deepEqual(await page.errors(), []);
});

page.test('a character that the text lacks is named in either language', async () => {
  for (const [lang, message] of [
    ['en', 'Beginning: the text that is learnt has no “#”.'],
    ['fr', 'Amorce : le texte appris n’a pas de « # ».'],
  ]) {
    await arrive(FABLE, lang);
    await within(page, `type('prompt', 'L#'); $('.go-on').click()`);
    await until(page, `return alert()`);
    assert.equal((await within(page, `return alert()`)).replace(/[\u00a0\u202f]/g, ' '), message);
    assert.equal(await within(page, `return $('input[name=prompt]').getAttribute('aria-invalid')`), 'true');
    // What has been put right is no longer complained of.
    await within(page, `type('prompt', 'L'); $('.go-on').click()`);
    await until(page, `return !alert() && !$('input[name=prompt]').hasAttribute('aria-invalid')`);
  }
});

page.test('forward, loss and backward are stepped by hand, with the norms of the flow', async () => {
  await arrive(ORDER);
  await within(page, `$('.passes').open = true`);
  await until(page, `return $('.chain .box')`);
  const key = (/** @type {string} */ name) => within(page, `$('.chain').dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], bubbles: true, cancelable: true }))`, name);
  await key('ArrowRight');
  await until(page, `return $('.passes .readout').textContent.startsWith('Forward, t = 1:')`);
  await cursorAt(1);
  await key('End');
  await until(page, `return $('.passes .readout').textContent.startsWith('Backward, t = 0:')`);
  const norms = twinOf(ORDER).flow()[0]?.d_h ?? [];
  await fetchTexts('en');
  const words = new Words('en');
  const [norm, factor] = [norms[0] ?? NaN, (norms[0] ?? NaN) / (norms[1] ?? NaN)].map((value) => words.power(value));
  const text = await within(page, `return $('.passes .readout').textContent`);
  assert.ok(text.startsWith(`Backward, t = 0: ‖∂L/∂h‖ = ${norm}, ${factor} times`), text);
  assert.equal(await within(page, `return $('.chain').dataset.phase`), 'backward');
  await within(page, `const pace = $('.passes .pace input'); pace.value = '100'; pace.dispatchEvent(new Event('input')); $('.passes [title="Run through"]').click()`);
  await until(page, `return /^Forward, t = ([3-9]|\\d\\d):/.test($('.passes .readout').textContent)`);
  await within(page, `$('.passes [title="Stop"]').click()`);
  assert.deepEqual(await page.errors(), []);
});

// In Firefox a script does not share the page's workers.
if (engine !== 'firefox')
  page.test('a pass that waits for its gradient is stopped', async () => {
    await arrive({ ...COMMON, task: 'pulse', n_steps: 5, loss: 'log_loss', output: 'sigmoid', n_hidden: 120 });
    await within(page, `$('.passes').open = true`);
    await until(page, `return $('.chain .box')`);
    await within(page, `for (let i = 0; i < 4; i += 1) $('.passes [title="One step on"]').click()`);
    await until(page, `return $('.passes .readout').textContent.startsWith('Forward, t = 4:')`);
    await page.run(`const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (...all) { setTimeout(() => postMessage.apply(this, all), 300); }`);
    await within(page, `$('.passes [title="Run through"]').click()`);
    await within(page, `$('.passes [title="Stop"]').click()`);
    await until(page, `return $('.chain').dataset.phase === 'loss'`);
    await page.driver.sleep(1200);
    assert.equal(await within(page, `return $('.chain').dataset.phase`), 'loss');
    assert.deepEqual(await page.errors(), []);
  });

page.test('the way back in time, a kept run and a logarithmic error work as for points', async () => {
  await arrive({ ...COMMON, task: 'counter', loss: 'mse', output: 'identity', n_hidden: 4, n_iter: 150 });
  await within(page, `choose('.level', '3'); choose('.pace', 'full'); $('.play').click()`);
  await until(page, `return step() === 150 && $('.playground').dataset.playing === 'false'`, 30_000);
  const names = () => within(page, `return $$('.plots .labels').map((one) => [...one.children].map((label) => label.textContent).sort())`);
  assert.deepEqual(await names(), [[], ['constant answer', 'solved']]);
  await within(page, `$$('.history .toggle')[1].click()`);
  assert.deepEqual(await names(), [['kept'], ['constant answer', 'kept', 'solved']]);
  const axis = () => within(page, `return $$('.plots .axes')[1].toDataURL()`);
  const linear = await axis();
  await within(page, `$$('.history .toggle')[0].click()`);
  assert.notEqual(await axis(), linear);
  await within(page, `$('.curves').dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }))`);
  const score = twinOf({ ...COMMON, task: 'counter', loss: 'mse', output: 'identity', n_hidden: 4 }, 150).scores().accuracy.at(-1) ?? NaN;
  assert.match(
    await within(page, `return $('.curves .caption').textContent`),
    new RegExp(`^Iteration 150: loss .*; mean squared error, on fresh sequences: ${score.toFixed(4)}\\.$`),
  );
  await within(page, `const slider = $('.timeline input'); slider.value = '0'; slider.dispatchEvent(new Event('input', { bubbles: true }))`);
  await until(page, `return step() === 0`);
  const passage = twinOf({ ...COMMON, task: 'counter', loss: 'mse', output: 'identity', n_hidden: 4 }).passage(0, new Float64Array());
  const answer = (passage.output[0] ?? NaN).toFixed(3).replace('-', '\u2212');
  await until(page, `return $('.unrolled .readout').textContent.includes('Answer ${answer},')`);
  assert.deepEqual(await page.errors(), []);
});

page.test('the name of each axis is drawn whole', async () => {
  await arrive(SINE);
  await within(page, `choose('.level', '3'); $('[role=tab][value=flow]').click()`);
  const edges = await until(
    page,
    `const shown = $$('.axes').filter((one) => seen(one) && one.width);
    // The descender of "step" reaches lower than anything else.
    return shown.length > 4 && shown.map((one) => one.getContext('2d').getImageData(0, one.height - 1, one.width, 1).data.some(Boolean))`,
  );
  assert.deepEqual(edges, edges.map(() => false));
});

page.test('a task that is solved moves nothing, on a phone neither', async () => {
  await arrive({ ...COMMON, task: 'pulse', n_steps: 10, n_iter: 200 }, 'fr');
  for (const width of ['', '358px', '328px']) {
    await within(page, `$('.round').click(); host.style.width = '${width}'`);
    await until(page, `return $('.reading.solved output').value === '–'`);
    const top = await within(page, `return $('.strips').offsetTop`);
    await within(page, `choose('.pace', 'full'); $('.play').click()`);
    await until(page, `return $('.reading.solved output').value !== '–' && $('.playground').dataset.playing === 'false'`, 30_000);
    assert.equal(await within(page, `return $('.strips').offsetTop`), top, width);
  }
  await within(page, `host.style.width = ''`);
});

page.test('axe finds nothing along a sequence', async () => {
  for (const experiment of [ORDER, SINE, FABLE]) {
    await arrive(experiment);
    await within(page, `for (const fold of $$('.sequences details')) fold.open = true; $('.go-on').click()`);
    const found = await wait(
      page,
      `${axe}; const { violations, passes } = await axe.run({ include: { fromShadowDom: ['neurone-playground', '.sequences'] } }, { resultTypes: ['violations', 'passes'] });
       if (!passes.length) throw new Error('nothing was looked at');
       return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 120)));`,
    );
    assert.deepEqual(found, [], experiment.task);
  }
});
