// @ts-check
// `cargo xtask sizes` calls this: what the page fetches until its first trained frame, what each further view fetches
// when it is asked for, all of it gzipped, and when a page from a warm cache is ready to train.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium } from './browser.js';

const [address = '', folder = '', ...flags] = process.argv.slice(2);
const listed = flags.includes('--files');

/** Visits from a warm cache. */
const VISITS = 15;

/** Bytes of a file as a host sends it. @param {string} path */
const size = (path) => gzipSync(readFileSync(`${folder}/${path}`), { level: 9 }).length;

/** What is asked for, one after another, and what shows that it is there. */
const VIEWS = [
  ['the first trained frame', `$('.play').click()`, `step() > 0`],
  ['the other language', `host.lang = 'fr'`, `host.shadowRoot.querySelector('[lang=fr]')`],
  ['level 2', `choose('2')`, `$('.share-menu')`],
  ['level 3', `choose('3')`, `$('.drawer .tabs')`],
  ['a step by hand', `$('[role=tab][value=worked]').click()`, `$('.by-hand math')`],
  ['a table', `const box = $('textarea'); box.value = 'a,b,c\\n1,2,0\\n3,4,1'; box.dispatchEvent(new Event('input'))`, `[...$('textarea').getRootNode().querySelectorAll('select option')].some((one) => one.textContent === 'b')`],
  ['sequences', `host.setAttribute('rung', '4')`, `$('.cell-picture')`],
  ['a step by hand of a cell', `choose('3'); $('[role=tab][value=worked]').click()`, `$('.by-hand math')`],
];

const TOOLS = `
  const host = document.querySelector('neurone-playground');
  const $ = (selector) => host.shadowRoot.querySelector(selector);
  const choose = (level) => $('.level [value="' + level + '"]').click();
  const step = () => Number($('.counter output').value.replace(/\\D/g, ''));`;

const READY = `return performance.getEntriesByName('neurone-ready')[0]?.startTime`;
const FETCHED = `return performance.getEntriesByType('resource').map(({ name }) => name)`;

const driver = await chromium();
try {
  const wait = (/** @type {string} */ script) => driver.wait(() => driver.executeScript(script), 20_000, script);
  await driver.get(`${address}?lang=en`);
  await wait(READY);
  const seen = new Set(['index.html']);
  const chunks = [];
  for (const [name = '', action = '', there = ''] of VIEWS) {
    await driver.executeScript(`${TOOLS} ${action}`);
    await wait(`${TOOLS} return Boolean(${there})`);
    const fetched = /** @type {string[]} */ (await driver.executeScript(FETCHED)).map((url) => new URL(url).pathname.slice(1));
    const files = [...new Set([...fetched, ...(seen.size === 1 ? seen : [])])].filter((path) => chunks.length === 0 || !seen.has(path));
    for (const path of files) seen.add(path);
    chunks.push({ name, files });
  }
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(html|css|js|json|svg|wasm)$/.test(path));
  chunks.push({ name: 'what else there is', files: all.filter((path) => !seen.has(path)) });

  console.log('gzipped bytes');
  let sum = 0;
  for (const { name, files } of chunks) {
    const sizes = files.map((path) => ({ path, bytes: size(path) })).sort((a, b) => b.bytes - a.bytes);
    const bytes = sizes.reduce((total, one) => total + one.bytes, 0);
    sum += bytes;
    console.log(`${bytes.toLocaleString('en').padStart(9)}  ${name} (${files.length} files)`);
    for (const one of listed ? sizes : []) console.log(`${one.bytes.toLocaleString('en').padStart(18)}  ${one.path}`);
  }
  console.log(`${sum.toLocaleString('en').padStart(9)}  in all\n`);

  /** @type {number[]} */
  const times = [];
  for (let i = 0; i < VISITS; i += 1) {
    await driver.get(`${address}?lang=en`);
    await wait(READY);
    times.push(Number(await driver.executeScript(READY)));
  }
  times.sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => Math.round(times[Math.floor(part * (VISITS - 1))] ?? NaN);
  console.log(`ready to train after ${at(0.5)} ms from a warm cache (${at(0)} to ${at(1)})`);
} finally {
  await driver.quit();
}
