// @ts-check
// `cargo xtask frames` calls this: does the page keep its time while it trains? Every experiment with a name is
// trained in headless Chromium, then one of them in several elements at once.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, tracer } from './browser.js';
import { framesOf } from './trace.js';

/** @typedef {import('./trace.js').Frames} Frames */

/** What a row has to keep. Milliseconds; shares. */
const GOALS = { p95: 12, trained: 0.5, late: 0.01, longest: 50 };
/** What stands in several elements at once. */
const SEVERAL = 'two_layer_circles_8';
const CATEGORIES = ['devtools.timeline', 'blink.user_timing', 'v8'];

const { values: options } = parseArgs({
  options: {
    browser: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    pace: { type: 'string', default: 'full' },
    seconds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});

/** The names of all experiments that have one. */
const NAMES = `
  const done = arguments[0];
  (async () => {
    const module = await import('/www/pkg/neurone.js');
    await module.default({ module_or_path: '/www/pkg/neurone_bg.wasm' });
    const { presets } = await (await fetch('/www/presets.json')).json();
    return [...module.thesis(), ...presets, ...module.staircase()].map(({ name }) => name);
  })().then(done, (error) => done({ error: String(error) }));`;

/** Puts so many elements on the page, and marks at all frames and around all training: nothing in the page knows of it. */
const PREPARE = `
  const [preset, count, pace, done] = arguments;
  (async () => {
    const { Engine } = await import('/www/engine.js');
    const { train } = Engine.prototype;
    Engine.prototype.train = function (...args) {
      performance.mark('train');
      const trained = train.apply(this, args);
      performance.mark('trained');
      return trained;
    };
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (message) {
      if (message.method === 'train') {
        performance.mark('sent');
        this.addEventListener('message', () => performance.mark('answered'), { once: true });
      }
      postMessage.call(this, message);
    };
    const beat = () => {
      performance.mark('frame');
      requestAnimationFrame(beat);
    };
    beat();
    const elements = Array.from({ length: count }, () => document.createElement('neurone-playground'));
    for (const element of elements) {
      element.setAttribute('preset', preset);
      element.setAttribute('pace', pace);
      // At full speed most runs would be over before they could be measured.
      if (pace === 'full') element.setAttribute('n-iter', '10000000');
      element.addEventListener('neurone-stop', () => performance.mark('ended'));
    }
    document.querySelector('main').replaceChildren(...elements);
    const ready = () => elements.every(({ shadowRoot }) => shadowRoot.querySelector('.counter output')?.value);
    while (!ready()) await new Promise((again) => setTimeout(again, 20));
  })().then(() => done(null), (error) => done({ error: String(error) }));`;

const PLAY = `
  for (const { shadowRoot } of document.querySelectorAll('neurone-playground')) shadowRoot.querySelector('.play').click();`;

/** A page without Neurone that computes and draws as long in a frame: its late intervals are those of the machine. */
const BARE_PAGE = 'data:text/html,<canvas width="600" height="600"></canvas><p></p>';
const BARE = `
  const [canvas, text] = [document.querySelector('canvas').getContext('2d'), document.querySelector('p')];
  let count = 0;
  const beat = () => {
    performance.mark('frame');
    const begin = performance.now();
    performance.mark('train');
    while (performance.now() - begin < 5) count = Math.sqrt(count * count + 1);
    performance.mark('trained');
    const points = Array.from({ length: 3000 }, (_, i) => ({ x: (37 * i + count) % 600, y: (91 * i) % 600 }));
    canvas.clearRect(0, 0, 600, 600);
    for (const { x, y } of points) {
      canvas.beginPath();
      canvas.rect(x, y, 4, 4);
      canvas.fill();
    }
    text.textContent = count;
    requestAnimationFrame(beat);
  };
  beat();`;

/** @param {import('selenium-webdriver').WebDriver} driver @param {string} script @param {unknown[]} args */
async function ask(driver, script, ...args) {
  const answer = /** @type {any} */ (await driver.executeAsyncScript(script, ...args));
  if (answer?.error) throw new Error(answer.error);
  return answer;
}

/** @typedef {import('selenium-webdriver/chrome.js').Driver} Driver */

/** @param {Driver} driver @param {string} address @param {number} height */
async function open(driver, address, height) {
  await driver.sendDevToolsCommand('Emulation.setDeviceMetricsOverride', { width: 1280, height, deviceScaleFactor: 1, mobile: false });
  await driver.get(address);
}

/**
 * Watches for a while what was started. What is compiled and laid out first is loading; a calm run is watched from its
 * first update.
 * @param {Driver} driver
 * @param {string} start
 */
async function watch(driver, start) {
  const trace = await tracer(driver, CATEGORIES);
  if (options.pace !== 'calm') await driver.executeScript(start);
  await driver.sleep(1000);
  await trace.start();
  if (options.pace === 'calm') await driver.executeScript(start);
  await driver.sleep(1e3 * Number(options.seconds));
  return framesOf(await trace.stop());
}

/** @param {Driver} driver */
async function bare(driver) {
  await open(driver, BARE_PAGE, 900);
  return watch(driver, BARE);
}

/** @param {Driver} driver @param {string} preset @param {number} count of elements */
async function measure(driver, preset, count) {
  // All of them have to be in sight, or they rest.
  await open(driver, `${options.browser}?lang=en`, 900 * count);
  await ask(driver, PREPARE, preset, count, options.pace);
  return watch(driver, PLAY);
}

/** @param {Frames} frames @returns {string[]} the goals that are missed */
function missed({ p95, trained, late, longest }) {
  const bad = [];
  if (p95 > GOALS.p95) bad.push('p95');
  // A calm run waits for its time to come.
  if (options.pace === 'full' && trained < GOALS.trained) bad.push('training');
  if (late > GOALS.late) bad.push('> 25 ms');
  if (longest > GOALS.longest) bad.push('longest');
  return bad;
}

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(0)} %`;
const HEAD = ['p50', 'p95', 'of script', 'train', 'draw', 'paint', 'idle', 'busiest', '> 25 ms', 'longest'];

/** @param {Frames} frames */
const columns = ({ p50, p95, trained, shares, busiest, late, longest }) =>
  [
    p50.toFixed(1), p95.toFixed(1), percent(trained),
    percent(shares.training), percent(shares.drawing), percent(shares.painting), percent(shares.idle),
    busiest.toFixed(0), `${(100 * late).toFixed(1)} %`, longest.toFixed(0),
  ];

/** @param {string} name @param {string[]} cells @param {string} [end] */
const line = (name, cells, end = '') => console.log(name.padEnd(28), ...cells.map((cell) => cell.padStart(9)), end);

const driver = await chromium();
try {
  await driver.manage().setTimeouts({ script: 60_000 });
  await driver.get(`${options.browser}www/icon.svg`);
  const wanted = options.only.split(',').filter(Boolean);
  /** @type {string[]} */
  const names = await ask(driver, NAMES);
  const all = names.map((name) => ({ name, preset: name, count: 1 }));
  const several = [1, 4, 8].map((count) => ({ name: `${count} x ${SEVERAL}`, preset: SEVERAL, count }));
  console.log('milliseconds of script in a frame; share of script that trains; shares of the time; the busiest frame; intervals\n');
  line('', HEAD);
  line('a bare page', columns(await bare(driver)), 'the machine itself');
  const rows = [];
  for (const { name, preset, count } of [...all, ...several]) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    const frames = await measure(driver, preset, count);
    const bad = missed(frames);
    rows.push({ name, ...frames, missed: bad });
    line(name, columns(frames), bad.join(', '));
  }
  const bad = rows.filter((row) => row.missed.length > 0);
  console.log(`\n${rows.length - bad.length} of ${rows.length} keep their time`);
  if (bad.length > 0) process.exitCode = 1;
  if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 1)}\n`);
} finally {
  await driver.quit();
}
