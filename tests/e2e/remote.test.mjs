// @ts-check
// A model in a worker: the same bits and the same errors as on the page.

import assert from 'node:assert/strict';
import { open } from './driver.mjs';
import { visit, wait } from './element.mjs';

const page = await open({ width: 1280, height: 900 });

/** Both engines after the same calls. */
const BOTH = `
  const { Engine } = await import('/www/engine.js');
  const { remoteEngine } = await import('/www/remote.js');
  const here = await Engine.open(args[0]);
  const there = await remoteEngine('open', args[0]);
  if (!there) throw new Error('no worker');
`;

page.test('a worker gives the bits of the page', async () => {
  await visit(page);
  for (const experiment of [
    { hidden: [12, 7], batch_size: 16, optimizer: 'adam', dropout: 0.2, seed: 3, data_seed: 4 },
    { cell: 'lstm', task: 'parity', n_hidden: 5, init: 'uniform', seed: 1, data_seed: 2 },
  ]) {
    const [ours, theirs] = await wait(
      page,
      `${BOTH}
      const after = async (engine) => {
        await engine.train(40, Infinity);
        await engine.set('learning_rate', 0.01);
        await engine.train(25, Infinity);
        const { snapshot } = await engine.look({ side: 8, rows: 8, tile: 0, neuron: null,
          through: { example: 0, from: 0, length: 0, t: 0, layer: 0, unit: 0, pins: [], flow: false } },
          [0, 1, 0, 1], new Float64Array());
        const { parameters, moments, order } = snapshot;
        return [...parameters, ...moments, ...order].map((value) => new BigUint64Array(Float64Array.of(value).buffer)[0].toString(16));
      };
      const both = [await after(here), await after(there)];
      await Promise.all([here.free(), there.free()]);
      return both;`,
      experiment,
    );
    assert.ok(ours.length > 600);
    assert.deepEqual(theirs, ours);
  }
});

page.test('errors come out of a worker as they are', async () => {
  const [first, second, third] = await wait(
    page,
    `${BOTH}
    const error = (work) => work.then(() => null, ({ code, field, expected, got, at }) => ({ code, field, expected, got, at }));
    const bad = { hidden: [8, 0] };
    return [
      await error(remoteEngine('open', bad)),
      await error(there.set('learning_rate', 'much')),
      await error(there.set('hidden', [3])),
    ];`,
    { hidden: [2], seed: 0, data_seed: 0 },
  );
  assert.deepEqual(first, { code: 'out_of_range', field: 'hidden', expected: [1, 256], got: '0', at: 1 });
  assert.equal(second.code, 'wrong_kind');
  assert.equal(third.code, 'unknown_field');
});
