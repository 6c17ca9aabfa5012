// @ts-check
// What a trace of Chromium says of the frames: how much of the processor's time went to what. A neighbour that takes
// the processor away lengthens the intervals, but not these times.
import { quantile } from './measure.js';

/**
 * @typedef {object} Event of a trace; times in microseconds, `tts` and `tdur` those of the thread
 * @property {string} name
 * @property {string} ph
 * @property {number} pid
 * @property {number} tid
 * @property {number} ts
 * @property {number} [dur]
 * @property {number} [tts]
 * @property {number} [tdur]
 *
 * @typedef {object} Frames
 * @property {number} count
 * @property {number} p50 milliseconds of script in a frame, on the page's thread
 * @property {number} p95
 * @property {number} trained share of all script, that of workers included, which is training
 * @property {{ training: number, drawing: number, painting: number, idle: number }} shares of the time, on the
 *   page's thread; painting is what the browser does with what was drawn
 * @property {number} busiest milliseconds of the processor's time that the page's thread took in one frame, painting
 *   included: a longer interval is the work of others
 * @property {number} late share of the intervals between frames over 25 ms
 * @property {number} longest milliseconds between two frames
 */

/** What runs script; each of them may hold others. */
const SCRIPT = new Set([
  'FireAnimationFrame', 'FunctionCall', 'RunMicrotasks', 'TimerFire', 'EventDispatch', 'EvaluateScript', 'HandlePostMessage',
]);

/** @param {Event} event */
const threadOf = ({ pid, tid }) => `${pid} ${tid}`;

/**
 * The events that lie in no other one.
 * @param {Event[]} events
 */
function outermost(events) {
  let end = -Infinity;
  return events
    .filter(({ ph }) => ph === 'X')
    .toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
    .filter(({ ts, dur = 0 }) => {
      if (ts < end) return false;
      end = ts + dur;
      return true;
    });
}

/** @param {Event[]} events */
const time = (events) => events.reduce((sum, { tdur = 0 }) => sum + tdur, 0);

/**
 * The stretches between two marks on a thread.
 * @param {Event[]} events
 * @param {string} from
 * @param {string} to
 */
function stretches(events, from, to) {
  const marks = events.filter(({ name }) => name === from || name === to).toSorted((a, b) => a.ts - b.ts);
  return marks.flatMap((mark, i) => {
    const next = marks[i + 1];
    return mark.name === from && next?.name === to ? [{ from: mark, to: next }] : [];
  });
}

/**
 * @param {Event[]} events with the marks `frame` at each frame, `train` and `trained` around training on the page's
 *   thread, `sent` and `answered` around training in a worker, and `ended` where the run ended before the trace
 * @returns {Frames}
 */
export function framesOf(events) {
  const over = events.find(({ name }) => name === 'ended')?.ts ?? Infinity;
  const frames = events.filter(({ name, ts }) => name === 'frame' && ts <= over);
  const page = threadOf(frames[0] ?? /** @type {Event} */ ({}));
  const begins = frames.map(({ ts }) => ts).toSorted((a, b) => a - b);
  const [begin = NaN, end = NaN] = [begins[0], begins.at(-1)];

  const within = events.filter(({ ts }) => ts >= begin && ts < end);
  const own = within.filter((event) => threadOf(event) === page);
  const script = outermost(own.filter(({ name }) => SCRIPT.has(name)));
  const training = stretches(own, 'train', 'trained').reduce((sum, { from, to }) => sum + (to.tts ?? 0) - (from.tts ?? 0), 0);
  const away = within.filter((event) => threadOf(event) !== page && SCRIPT.has(event.name));
  const asked = stretches(own, 'sent', 'answered');
  const workers = [...new Set(away.map(threadOf))];
  const perWorker = workers.flatMap((worker) => outermost(away.filter((event) => threadOf(event) === worker)));
  const trainingAway = perWorker.filter(({ ts }) => asked.some(({ from, to }) => from.ts <= ts && ts < to.ts));

  /** Milliseconds in each frame. @param {Event[]} sorted */
  const perFrame = (sorted) => {
    let i = 0;
    return begins.slice(1).map((next) => {
      const from = i;
      while (i < sorted.length && (sorted[i]?.ts ?? Infinity) < next) i += 1;
      return time(sorted.slice(from, i)) / 1e3;
    });
  };
  const intervals = begins.slice(1).map((ts, k) => (ts - (begins[k] ?? ts)) / 1e3);
  const share = (/** @type {number} */ spent) => spent / (end - begin);
  const all = outermost(own);
  const [scripted, busy] = [time(script), time(all)];
  return {
    count: intervals.length,
    p50: quantile(perFrame(script), 0.5),
    p95: quantile(perFrame(script), 0.95),
    trained: (training + time(trainingAway)) / (scripted + time(perWorker)),
    shares: {
      training: share(training),
      drawing: share(scripted - training),
      painting: share(busy - scripted),
      idle: share(end - begin - busy),
    },
    busiest: Math.max(...perFrame(all)),
    late: intervals.filter((interval) => interval > 25).length / intervals.length,
    longest: Math.max(...intervals),
  };
}
