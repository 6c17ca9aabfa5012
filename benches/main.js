// @ts-check
// `cargo xtask bench` calls this: measures in Node, or in headless Chromium, prints and compares; or counts instructions, or draws how the cost grows.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from './browser.js';
import { countAll } from './callgrind.js';
import { draw, grow } from './growth.js';
import { measure } from './measure.js';
import { WORKS, chosen } from './works.js';

/** @typedef {import('./measure.js').Result} Result */

/** Nothing real comes that close to the limit: the probe was disturbed, or arithmetic was left out. */
const VALID = 0.95;

const { values: options } = parseArgs({
  options: {
    probe: { type: 'string', default: 'target/probe.wasm' },
    browser: { type: 'string' },
    callgrind: { type: 'string' },
    growth: { type: 'string' },
    rounds: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    against: { type: 'string' },
  },
});

const wanted = { rounds: Number(options.rounds), only: options.only.split(',').filter(Boolean) };

/** Milliseconds of this process: a neighbour may take the processor away. */
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};

async function here() {
  const [points, sequences] = await Promise.all([import('../www/pkg/neurone.js'), import('../www/pkg/sequences/neurone.js')]);
  await points.default({ module_or_path: readFileSync('www/pkg/neurone_bg.wasm') });
  await sequences.default({ module_or_path: readFileSync('www/pkg/sequences/neurone_bg.wasm') });
  const module = { ...points, ...sequences };
  const { instance } = await WebAssembly.instantiate(readFileSync(options.probe));
  return { module, probe: /** @type {import('./measure.js').Probe} */ (/** @type {any} */ (instance.exports)) };
}

/** @returns {Promise<Result>} */
async function inNode() {
  const { module, probe } = await here();
  return measure(module, probe, chosen(wanted.only), wanted.rounds, spent);
}

/** @param {string} address of the server @returns {Promise<Result>} */
async function inChromium(address) {
  const driver = await chromium();
  try {
    await driver.manage().setTimeouts({ script: 600_000 });
    const probe = readFileSync(options.probe).toString('base64');
    // Of the same origin as the module, and at rest.
    await driver.get(`${address}benches/works.js`);
    const result = await driver.executeAsyncScript(IN_PAGE, `data:application/wasm;base64,${probe}`, wanted);
    if (result.error) throw new Error(result.error);
    return result;
  } finally {
    await driver.quit();
  }
}

const IN_PAGE = `
  const [probe, wanted, done] = arguments;
  const measured = async () => {
    const [{ load }, { chosen }, { measure }] = await Promise.all(
      ['/www/wasm.js', '/benches/works.js', '/benches/measure.js'].map((file) => import(file)));
    const module = { ...(await load()), ...(await load('sequences')) };
    const { instance } = await WebAssembly.instantiate(await (await fetch(probe)).arrayBuffer());
    return measure(module, instance.exports, chosen(wanted.only), wanted.rounds);
  };
  measured().then(done, (error) => done({ error: String(error) }));`;

/** @param {number} value with three significant digits */
const short = (value) => (value >= 1000 ? Math.round(value).toString() : value.toPrecision(3));
/** @param {number} value */
const percent = (value) => `${(100 * value).toFixed(1)} %`;

/** @param {Result} result @param {Result | null} before */
function print({ peak, perCycle, alone, rows }, before) {
  const limit = `${(peak / 1e9).toFixed(1)} Gflop/s, ${perCycle.toFixed(1)} flops a cycle`;
  console.log(`limit: ${limit}; neighbours left ${percent(alone)} of the pieces alone, which count\n`);
  console.log(`     ${'iterations/s'.padStart(12)}${'of the limit'.padStart(14)}${'spread'.padStart(9)}  work`);
  for (const { name, rate, share, spread } of rows) {
    const what = WORKS.find((work) => work.name === name)?.what ?? '';
    const old = before?.rows.find((row) => row.name === name);
    const change = old?.share ? `  ${(share / old.share).toFixed(2)} x` : '';
    console.log(
      `${name.padEnd(5)}${short(rate).padStart(12)}${percent(share).padStart(14)}${percent(spread).padStart(9)}` +
        `${change}  ${what}`,
    );
  }
}

/** Draws how the cost grows, and prints what an update takes over its arithmetic. @param {string} file */
async function growth(file) {
  const { module, probe } = await here();
  const growths = grow((works) => measure(module, probe, works, wanted.rounds, spent).rows);
  for (const { name, points } of growths)
    console.log(`${name}\n  ${points.map(({ x, time, least }) => `${x}: ${percent(least / time)}`).join('  ')}`);
  writeFileSync(file, draw(growths));
}

/** Prints each count as soon as it is there. @param {string} program @param {Result | null} before */
function counted(program, before) {
  console.log('     instructions an iteration');
  const rows = [];
  for (const row of countAll(program, wanted.only)) {
    const old = before?.rows.find(({ name }) => name === row.name)?.instructions;
    const change = old ? `  ${(row.instructions / old).toFixed(4)} x` : '';
    console.log(`${row.name.padEnd(5)}${Math.round(row.instructions).toLocaleString('en').padStart(25)}${change}`);
    rows.push(row);
  }
  return { rows };
}

/** @param {Result | null} before */
async function timed(before) {
  const result = options.browser ? await inChromium(options.browser) : await inNode();
  print(result, before);
  const impossible = result.rows.filter(({ share }) => share > VALID);
  if (impossible.length > 0) {
    console.error(`invalid: ${impossible.map(({ name }) => name).join(', ')} above ${percent(VALID)} of the limit`);
    process.exitCode = 1;
  }
  return result;
}

if (options.growth) {
  await growth(options.growth);
  process.exit();
}
const before = options.against ? JSON.parse(readFileSync(options.against, 'utf8')) : null;
const result = options.callgrind ? counted(options.callgrind, before) : await timed(before);
if (options.json) writeFileSync(options.json, `${JSON.stringify(result, null, 1)}\n`);
