// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Film } from '../../www/film.js';
import { Fineness } from '../../www/fineness.js';
import { Turns } from '../../www/turns.js';

test('what is asked for during work is done once, with what is wanted last', async () => {
  /** @type {number[]} */
  const done = [];
  /** @type {(() => void)[]} */
  const ends = [];
  let wanted = 0;
  const turns = new Turns(() => {
    done.push(wanted);
    return new Promise((end) => ends.push(() => end(null)));
  });
  const all = [1, 2, 3].map((value) => {
    wanted = value;
    return turns.ask();
  });
  assert.deepEqual([done, turns.busy, turns.again], [[1], true, true]);
  ends[0]?.();
  await Promise.resolve();
  assert.deepEqual([done, turns.busy, turns.again], [[1, 3], true, false]);
  ends[1]?.();
  await Promise.all(all);
  assert.deepEqual([done, turns.busy], [[1, 3], false]);
});

test('work that fails is over, and says so to whom it was asked by', async () => {
  const turns = new Turns(() => Promise.reject(new Error('no')));
  await assert.rejects(turns.ask(), /no/);
  assert.equal(turns.busy, false);
});

test('only pictures in quick succession while training are drawn in turns', () => {
  const film = new Film();
  assert.equal(film.next(0, true, 'calm'), null, 'the first');
  const five = [16, 32, 48, 64, 80].map((now) => film.next(now, true, 'calm'));
  assert.deepEqual([...five].sort(), ['first curve', 'model', 'rest', 'second curve', 'texts']);
  assert.equal(film.next(96, false, 'calm'), null, 'at rest');
  assert.equal(film.next(196, true, 'calm'), null, 'slow at the calm pace');
  assert.notEqual(film.next(296, true, 'full'), null, 'at full pace large models are slow and yet a film');
});

test('the picture gets coarser once two in a row took too long, as far as it must', () => {
  const fineness = new Fineness();
  assert.deepEqual([fineness.side(false), fineness.side(true)], [128, 96]);
  fineness.note(96, 20, false);
  fineness.note(96, 20, true);
  fineness.note(96, 2, true);
  fineness.note(96, 5, true);
  assert.equal(fineness.side(true), 96, 'never two in a row');
  // 5 ms of 96² cells are 2.2 ms of 64².
  fineness.note(96, 5, true);
  assert.equal(fineness.side(true), 64);
  for (const _ of [1, 2]) fineness.note(64, 1000, true);
  assert.deepEqual([fineness.side(true), fineness.side(false)], [32, 128]);
});
