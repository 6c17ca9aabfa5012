// @ts-check
import assert from 'node:assert/strict';
import { open } from './driver.mjs';
import { until, wait, within } from './element.mjs';

const page = await open({ width: 1440, height: 900 });
await page.load('?lang=en');

/** Opens a rung or a link and waits for both lanes. @param {string} query */
async function enter(query) {
  await page.load(query);
  await until(page, `return root && $('.race') && !$('.race').hidden && $('.race-lane.with h4').textContent`);
}

const ENDED = `return $('.play').textContent === 'Continue'`;
/** What is seen of both cells. */
const STATE = `return [step(), ...$$('.race-lane .score').map((one) => one.value), ...$$('.race-strip canvas').map((one) => one.toDataURL() + one.ariaLabel), $('.race-ruler .caption').textContent]`;
const SCORES = `return ['without', 'with'].map((role) => $('.race-lane.' + role + ' .score').value)`;

page.test('rung 4 leads from what an RNN learns to what it does not', async () => {
  await page.load('?rung=4&lang=en');
  await until(page, `return root && $('.question')?.textContent === 'How far back can a network remember?'`);
  assert.deepEqual(await within(page, `return $$('.chip').map((chip) => chip.value)`), ['wave', 'verse', 'near', 'far', 'memory']);
  assert.ok(await within(page, `return $('.race').hidden && $('.knob').hidden`));
  await within(page, `choose('.pace', 'full'); $('.chip[value=far]').click()`);
  await until(page, `return $('.chip[value=far]').ariaPressed === 'true' && !$('.knob').hidden`);
  await until(page, ENDED, 60_000);
  assert.match(await within(page, `return $('.remark').textContent`), /^\d+\u00a0% at T\u00a0=\u00a060/);
  assert.match(await within(page, `return $('.opening').textContent`), /At the end of 60 steps/, 'what it is about stays beside what came of it');
  await within(page, `$('[name=knob]').value = 5; $('[name=knob]').dispatchEvent(new Event('input'))`);
  await until(page, `return $('.opening').textContent.includes('At the end of 5 steps')`);
  assert.equal(await within(page, `return $('.chip[value=far]').ariaPressed`), 'true', 'the knob turns on the same step');
  await within(page, `$('.chip[value=memory]').click()`);
  await until(page, `return $('.question').textContent === 'Which part of a cell lets it remember?' && !$('.race').hidden`);
  assert.deepEqual(await page.errors(), []);
});

page.test('two cells train in lockstep, and the one with the memory solves the pulse', async () => {
  await enter('?rung=5&lang=en');
  assert.deepEqual(await within(page, `return $$('.race-lane h4').map((name) => name.textContent)`), ['RNN, 4 cells', 'stage 1: memory, 4 cells']);
  assert.deepEqual(await within(page, SCORES), ['–', '–'], 'nothing has been learnt yet');
  assert.deepEqual(await within(page, `return ['.counter', '.numbers'].filter((one) => seen($(one)))`), [], 'the lanes stand for the numbers');
  const reading = await within(page, `return $('.race-ruler .caption').textContent`);
  const places = `return $$('.race-strips, .cell-picture').map((one) => one.getBoundingClientRect().top)`;
  const before = await within(page, places);
  await within(page, `choose('.pace', 'full'); $('.play').click()`);
  await until(page, ENDED, 60_000);
  assert.equal(await within(page, `return step()`), 200);
  assert.deepEqual(await within(page, places), before, 'scores, flags and remarks push nothing down');
  // The same two runs, done by the module alone.
  const expected = await wait(
    page,
    `const { load } = await import('/www/wasm.js');
    const [{ staircase }, { SequencePlayground }] = await Promise.all([load(), load('sequences')]);
    const { experiment } = staircase().find(({ name }) => name === 'pulse_stage1');
    return ['rnn', 'stage1'].map((cell) => {
      const model = new SequencePlayground({ ...experiment, cell });
      const { d_h, d_c } = model.flow()[0];
      // Along the memory, where the cell has one, as a multiple of the last step's.
      const along = cell === 'rnn' ? d_h : d_c;
      const first = along[0] / along.at(-1);
      model.train_step(200);
      return { first, score: Math.round(100 * model.scores().accuracy.at(-1)), solved: model.solved_at() ?? null };
    });`,
  );
  assert.deepEqual(await within(page, SCORES), expected.map((/** @type {{ score: number }} */ { score }) => `${score}\u00a0%`));
  assert.equal(expected[1].score, 100);
  const shown = [...reading.matchAll(/(\d\.\d+)(?:\u202f·\u202f10⁻([⁰¹²³⁴⁵⁶⁷⁸⁹]+))?/g)].map(
    ([, mantissa, raised = '⁰']) => Number(`${mantissa}e-${[...raised].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c)).join('')}`),
  );
  assert.deepEqual(shown, expected.map((/** @type {{ first: number }} */ { first }) => Number(first.toExponential(1))));
  assert.deepEqual(await within(page, `return $$('.flag-solved').map((flag) => flag.textContent)`), [
    'not learnt within 200 updates',
    `⚑ solved at update ${expected[1].solved}`,
  ]);
  assert.match(await within(page, `return $('.claims').textContent`), /With: 20 of 20 seeds .* within 200 updates\. Without: at most 1 of 20 seeds within 2\u202f000 updates\./);
  await within(page, `$('.status').click()`);
  await until(page, `return /update 200: with 100\u00a0%, without \\d+\u00a0%/.test($('.unseen[aria-live]').textContent)`);
  assert.deepEqual(await page.errors(), []);
});

page.test('another seed, undo, and the way back keep both lanes together', async () => {
  await enter('?rung=5&lang=en');
  const before = await within(page, STATE);
  await within(page, `choose('.level', '2'); $('[name=next-seed]').click()`);
  await until(page, `return $('.race-buttons .caption').textContent === 'Seed 1'`);
  assert.notDeepEqual(await within(page, STATE), before);
  assert.equal(await within(page, `return $('.chip[value=memory]').ariaPressed`), 'true');
  await within(page, `$('[name=undo]').click()`);
  await until(page, `return $('.race-buttons .caption').textContent === 'Seed 0'`);
  assert.deepEqual(await within(page, STATE), before);
  await within(page, `choose('.pace', 'full'); $('[name=race]').click()`);
  await until(page, ENDED, 60_000);
  const end = await within(page, STATE);
  assert.notDeepEqual(end, before);
  await within(page, `$('.reset, [aria-label=Reset]').click()`);
  await until(page, `return step() === 0`);
  assert.deepEqual(await within(page, STATE), before);
});

page.test('the timeline takes both cells back to a moment, and on to the same end', async () => {
  await enter('?rung=5&lang=en');
  await within(page, `choose('.level', '3'); choose('.pace', 'calm'); $('.play').click()`);
  await until(page, ENDED, 60_000);
  const seek = (/** @type {number} */ i) =>
    within(page, `const slider = $('.timeline input'); slider.value = String(arguments[0]); slider.dispatchEvent(new Event('input', { bubbles: true }))`, i);
  const end = await within(page, STATE);
  const last = await within(page, `return Number($('.timeline input').max)`);
  assert.ok(last > 4, 'moments have been kept');
  /** @type {unknown[][]} */
  const back = [];
  for (const i of [Math.floor(last / 2), 1]) {
    await seek(i);
    await until(page, `return step() < ${Number(end[0])} && $('.timeline input').value === '${i}'`);
    back.push(await within(page, STATE));
  }
  await within(page, `choose('.pace', 'full'); $('.play').click()`);
  await until(page, ENDED, 60_000);
  assert.deepEqual(await within(page, STATE), end, 'on from there to the same end');
  for (const moment of back) {
    await within(page, `$('[aria-label=Reset]').click()`);
    await until(page, `return step() === 0`);
    await within(page, `for (let i = 0; i < arguments[0]; i += 1) $('.steps [value=update]').click()`, moment[0]);
    await until(page, `return step() === ${moment[0]}`, 30_000);
    assert.deepEqual(await within(page, STATE), moment, `as if trained anew to update ${moment[0]}`);
  }
  assert.deepEqual(await page.errors(), []);
});

page.test('the finale: an RNN with as many parameters, and a shorter sequence', async () => {
  await enter('?rung=5&lang=en');
  await within(page, `choose('.pace', 'step'); $('.chip[value=finale]').click()`);
  await until(page, `return $('.race-lane.with h4').textContent === 'LSTM, 8 cells' && !$('[name=equal]').hidden`);
  await until(page, `return $('.race-lane.with .lane-head > .caption').textContent === '580 parameters'`);
  await within(page, `$('[name=equal]').click()`);
  await until(page, `return $('.race-lane.without .lane-head > .caption').textContent === '664 parameters'`);
  assert.equal(await within(page, `return step()`), 0, 'both begin anew');
  await within(page, `$('[name=knob]').value = 10; $('[name=knob]').dispatchEvent(new Event('input'))`);
  await until(page, `return $('.opening').textContent.includes(' 10 steps long') && !$('.race').hidden`);
});

page.test('what the reader changes in a race holds for both cells, until the cell is another', async () => {
  await enter('?rung=5&lang=en');
  const names = `$$('.race-lane h4').map((name) => name.textContent).join()`;
  await within(page, `choose('.level', '2'); type('n_hidden', '6')`);
  await until(page, `return ${names} === 'RNN, 6 cells,stage 1: memory, 6 cells'`);
  assert.deepEqual(await within(page, `return $$('.chip[aria-pressed=true]').length`), 0, 'it is no step of the ladder');
  await within(page, `$('[aria-label="One step"]').click()`);
  await until(page, `return step() === 1`);
  await within(page, `$('[name=undo]').click()`);
  await until(page, `return ${names} === 'RNN, 4 cells,stage 1: memory, 4 cells' && $('.chip[value=memory]').ariaPressed === 'true'`);
  await within(page, `type('n_hidden', '6')`);
  await until(page, `return ${names} === 'RNN, 6 cells,stage 1: memory, 6 cells'`);
  await within(page, `choose('.stages', 'gru')`);
  await until(page, `return $('.race').hidden`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a graft carries the weights of one cell into the other', async () => {
  await enter('?rung=5&lang=en');
  await within(page, `choose('.pace', 'full'); choose('.level', '2'); $('.chip[value=output]').click()`);
  await until(page, `return $('.race-lane.with h4').textContent === 'LSTM, 1 cell' && step() > 500`);
  await within(page, `$('.play').click()`);
  await until(page, `return $('.play').textContent === 'Continue' || $('.play').textContent === 'Train'`);
  const strip = `return $('.race-lane.without .strip-row:nth-child(2) canvas').ariaLabel`;
  const before = await within(page, strip);
  await within(page, `choose('.pace', 'step'); $('[name=graft]').click()`);
  await until(page, `return step() <= 2 && $('.chip[value=output]').ariaPressed === 'true'`);
  await within(page, `$('[aria-label=Reset]').click()`);
  await until(page, `return step() === 0`);
  assert.equal(await within(page, strip), before, 'the cell without goes on from where it was');
  // The new gate is open to 0.993, so that the memory is nearly the same.
  const grafted = await within(page, strip.replace('without', 'with'));
  const last = (/** @type {string} */ text) => Number(text.split(' ').at(-1)?.replace('\u2212', '-'));
  assert.ok(Math.abs(last(grafted) - last(before)) <= 0.05, `${before} and ${grafted}`);
  assert.deepEqual(await page.errors(), []);
});

page.test('a gate that is pinned is one of one cell', async () => {
  await enter('?rung=5&lang=en');
  await within(page, `choose('.level', '2'); $('.chip[value=gru]').click()`);
  await until(page, `return $('.part.of-z') && /GRU/.test($('.race-lane.with h4').textContent) && step() > 0`);
  await within(page, `$('.play').click()`);
  const lane = (/** @type {string} */ role) => `$$('.race-lane.${role} .strip').map((one) => one.toDataURL()).join()`;
  await until(page, `const now = ${lane('with')}, rests = now === window.pictures; window.pictures = now; return rests`);
  await within(page, `window.without = ${lane('without')}; $('.part.of-z').dispatchEvent(new FocusEvent('focusin', { bubbles: true })); choose('.of-gate', '0')`);
  await until(page, `return $('.part.of-z').matches('.pinned') && ${lane('with')} !== pictures`);
  assert.ok(await within(page, `return ${lane('without')} === without`), 'the other cell stays as it is');
  assert.match(await within(page, `return $('.of-gate').textContent`), /Pinned in these pictures alone/);
  await within(page, `choose('.of-gate', '')`);
  await until(page, `return ${lane('with')} === pictures`);
  assert.deepEqual(await page.errors(), []);
});

page.test('lanes open by link and by name, in both languages', async () => {
  await page.load('?lang=fr#v=1&preset=order_lstm');
  await until(page, `return root && $('.trained select')?.value === 'order_lstm'`);
  assert.match(await within(page, `return $('.trained select').selectedOptions[0].textContent`), /^Ordre temporel, T = 50 · LSTM · 8 cellules · biais d’oubli 3$/);
  await page.load('?preset=order_lstm&lang=en');
  await until(page, `return root && $('.trained select')?.value === 'order_lstm'`);
  await enter('?rung=5&lang=fr');
  assert.equal(await within(page, `return $('.question').textContent`), 'Quelle partie d’une cellule lui permet de se souvenir\u202f?');
  assert.deepEqual(await within(page, `return $$('.race-lane .label:first-child').map((one) => one.textContent).slice(0, 1)`), ['sans']);
  assert.deepEqual(await page.errors(), []);
});

page.test('the gradient through time: the forget bias bends the curve', async () => {
  await page.load('?lang=en&preset=long_lag_lstm_0');
  await until(page, `return root && $('.numbers output')?.value`);
  await within(page, `choose('.level', '3'); const tab = $('[role=tab][value=flow]'); tab.click()`);
  await until(page, `return /vanishes through time/.test($('.flow-through-time .findings').textContent)`);
  await within(page, `$('.flow-through-time summary').click()`);
  await until(page, `return $$('.flow-through-time tbody tr').length === 60`);
  await page.load('?lang=en&preset=long_lag_lstm');
  await until(page, `return root && $('.numbers output')?.value`);
  await within(page, `choose('.level', '3'); $('[role=tab][value=flow]').click()`);
  await until(page, `return /gets through/.test($('.flow-through-time .findings').textContent)`);
  const legend = `return $$('.flow-through-time .key').map((key) => key.textContent)`;
  await until(page, `return $$('.flow-through-time .key').some((key) => key.textContent === 'LSTM, forget bias 3')`);
  await within(page, `$('[name=flow-forget-bias]').value = 0; $('[name=flow-forget-bias]').dispatchEvent(new Event('input'))`);
  await until(page, `return $$('.flow-through-time .key').some((key) => key.textContent === 'LSTM, forget bias 0')`);
  assert.ok((await within(page, legend)).includes('RNN'));
  // Through h the gradient of this cell is gone after one step; its memory hands it on.
  await page.load('?lang=en&preset=pulse_stage1');
  await until(page, `return root && $('.numbers output')?.value`);
  await within(page, `choose('.level', '3'); $('[role=tab][value=flow]').click()`);
  await until(page, `return /gets through: ‖∂L.∂cₜ‖ is/.test($('.flow-through-time .findings').textContent)`);
  assert.deepEqual(await page.errors(), []);
});
