// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Loop, stepAt, timeAt } from '../../www/loop.js';

/** Iterations of the trainings of the thesis. */
const LENGTHS = [100, 1000, 3000];

/**
 * Runs a loop against frames of a fixed length and notes what was drawn.
 * @param {{ length: number, frame: number, pace?: import("../../www/loop.js").Pace, from?: number, atMost?: number, frames?: number }} options
 */
async function run({ length, frame, pace = 'calm', from = 0, atMost = Infinity, frames = 20_000 }) {
  /** @type {((now: number) => void) | null} */
  let tick = null;
  let step = from;
  let now = 0;
  /** @type {{ step: number, now: number }[]} */
  const pictures = [];
  /** @type {string[]} */
  const stopped = [];
  const loop = new Loop(
    {
      train: async (steps) => (step += Math.min(steps, atMost)),
      draw: async () => void pictures.push({ step, now }),
      epochEnd: (step) => (Math.floor(step / 15) + 1) * 15,
      stopped: (reason) => void stopped.push(reason),
    },
    { request: (next) => void (tick = next), cancel: () => void (tick = null), now: () => 0 },
  );
  loop.pace = pace;
  loop.start(from, length);
  for (let i = 0; i < frames && tick; i += 1) {
    const next = /** @type {(now: number) => void} */ (tick);
    tick = null;
    now += frame;
    next(now);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { pictures, stopped, step, now, loop };
}

for (const length of LENGTHS) {
  for (const [name, frame] of /** @type {[string, number][]} */ ([
    ['60 Hz', 1000 / 60],
    ['120 Hz', 1000 / 120],
    ['10 Hz', 100],
    ['2 Hz', 500],
  ])) {
    test(`a calm run of ${length} iterations draws at least 60 pictures at ${name}, the first ten one by one`, async () => {
      const { pictures, stopped, step } = await run({ length, frame });
      const steps = pictures.map((picture) => picture.step);
      assert.equal(step, length);
      assert.deepEqual(stopped, ['end']);
      assert.ok(new Set(steps).size >= 60, `${new Set(steps).size} pictures`);
      assert.deepEqual(steps.slice(0, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    });
  }

  test(`a calm run of ${length} iterations lasts about six seconds`, async () => {
    const { now } = await run({ length, frame: 1000 / 60 });
    assert.ok(now > 5500 && now < 6500, `${now} ms`);
  });
}

test('iterations between two pictures grow', () => {
  const steps = Array.from({ length: 60 }, (_, i) => stepAt(100 * i, 1000));
  const gaps = steps.slice(1).map((step, i) => step - (steps[i] ?? 0));
  assert.ok(Math.max(...gaps.slice(0, 12)) <= 1);
  assert.ok((gaps.at(-1) ?? 0) > 50);
});

test('timeAt is the inverse of stepAt', () => {
  for (const length of [1, 5, 10, 12, 100, 1000, 3000, 1_000_000]) {
    for (const step of [0, 1, 7, 10, 11, 50, 99, 100, 1000, 2999]) {
      if (step <= length)
        assert.equal(stepAt(timeAt(step, length) + 1e-6, length), step, `${step} of ${length}`);
    }
  }
});

test('short runs end', async () => {
  for (const length of [1, 2, 9, 10, 11]) assert.equal((await run({ length, frame: 16 })).step, length);
});

test('a pause in the middle goes on from there, and play after the end adds a run', async () => {
  assert.equal((await run({ length: 100, frame: 16, from: 40 })).step, 100);
  assert.equal((await run({ length: 100, frame: 16, from: 100 })).step, 200);
});

test('a slow machine sees every picture, later', async () => {
  const { step, pictures } = await run({ length: 100, frame: 16, atMost: 1 });
  assert.equal(step, 100);
  assert.equal(pictures.length, 100);
});

test('full pace asks for all that is left and draws once a frame', async () => {
  const { pictures } = await run({ length: 1000, frame: 16, pace: 'full', atMost: 300 });
  assert.deepEqual(
    pictures.map(({ step }) => step),
    [300, 600, 900, 1000],
  );
});

for (const cost of [1, 4, 8, 30]) {
  test(`where a picture takes ${cost} ms, half the time is training still, and a frame of both lasts 8 ms`, async () => {
    let [time, training, drawing] = [0, 0, 0];
    /** @type {import("../../www/loop.js").Tick | undefined} */
    let tick;
    const loop = new Loop(
      {
        train: async (_, milliseconds) => ((time += milliseconds), (training += milliseconds)),
        draw: async () => void ((time += cost), (drawing += cost)),
        epochEnd: (step) => step + 1,
        stopped: () => {},
      },
      { request: (next) => void (tick = next), cancel: () => {}, now: () => time },
    );
    loop.pace = 'full';
    loop.start(0, 1e6);
    const frames = [];
    for (let i = 0; i < 200; i += 1) {
      const begin = time;
      await tick?.(16 * i);
      frames.push(time - begin);
    }
    assert.ok(drawing > 0 && training >= 0.49 * time, `${training} of ${time}`);
    // The first frame does not know yet.
    assert.ok(Math.max(...frames.slice(1)) <= Math.max(8, 1 + cost), `${Math.max(...frames.slice(1))}`);
  });
}

test('the loops of a page take turns, so that a frame is as long as with one', async (t) => {
  let time = 0;
  t.mock.method(performance, 'now', () => time);
  /** @type {(now: number) => unknown} */
  let frame = () => {};
  globalThis.requestAnimationFrame = (tick) => ((frame = tick), 1);
  /** @type {string[]} */
  const served = [];
  const loops = ['a', 'b', 'c'].map((name) => {
    const loop = new Loop({
      train: async (_, milliseconds) => (served.push(name), (time += milliseconds)),
      draw: async () => void (time += 2),
      epochEnd: (step) => step + 1,
      stopped: () => {},
    });
    loop.pace = 'full';
    loop.start(0, 1e6);
    return loop;
  });
  for (let i = 0; i < 7; i += 1) {
    const begin = time;
    await frame(16 * i);
    assert.ok(time - begin <= 10, `${time - begin}`);
  }
  assert.equal(served.join(''), 'abcabca');
  loops[1]?.stop();
  for (let i = 7; i < 10; i += 1) await frame(16 * i);
  assert.equal(served.join(''), 'abcabcacac');
});

test('step pace draws one update after another', async () => {
  const { pictures } = await run({ length: 1000, frame: 16, pace: 'step', frames: 200 });
  assert.deepEqual(
    pictures.map(({ step }) => step),
    pictures.map((_, i) => i + 1),
  );
  assert.ok(pictures.length >= 6 && pictures.length <= 9);
});

test('epoch pace draws one epoch after another, wherever it begins, and stops at the end of the run', async () => {
  const { pictures, now } = await run({ length: 100, frame: 16, pace: 'epoch', from: 4 });
  assert.deepEqual(
    pictures.map(({ step }) => step),
    [15, 30, 45, 60, 75, 90, 100],
  );
  assert.ok(now > 2500 && now < 3500, `${now} ms`);
});

test('an error ends the run and is handed on', async () => {
  /** @type {unknown[]} */
  const errors = [];
  /** @type {((now: number) => void) | undefined} */
  let tick;
  const loop = new Loop(
    {
      train: async () => Promise.reject(new Error('diverged')),
      draw: async () => {},
      epochEnd: (step) => step + 1,
      stopped: (_, error) => void errors.push(error),
    },
    { request: (next) => void (tick = next), cancel: () => {}, now: () => 0 },
  );
  loop.pace = 'full';
  loop.start(0, 10);
  tick?.(16);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(loop.running, false);
  assert.equal(/** @type {Error} */ (errors[0]).message, 'diverged');
});

test('paused and played within an update, it ends where it should', async () => {
  /** @type {((now: number) => void) | null} */
  let tick = null;
  let step = 0;
  /** @type {(() => void)[]} */
  const updates = [];
  const loop = new Loop(
    {
      // As in a worker: an update answers when it is done.
      train: (steps) => new Promise((done) => updates.push(() => done((step += steps)))),
      draw: async () => {},
      epochEnd: (at) => at + 1,
      stopped: () => {},
    },
    { request: (next) => void (tick = next), cancel: () => void (tick = null), now: () => 0 },
  );
  loop.pace = 'full';
  loop.start(0, 10);
  for (let i = 0; i < 200 && loop.running; i += 1) {
    const next = /** @type {((now: number) => void) | null} */ (tick);
    tick = null;
    next?.(100 * i);
    if (i === 0) {
      loop.stop();
      loop.start(step, 10);
    }
    if (i % 3 === 2) updates.splice(0).forEach((done) => done());
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(step, 10);
  assert.equal(loop.running, false);
});
