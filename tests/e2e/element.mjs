// @ts-check
// What the tests of the page share: how to find and work things inside the element, as a reader would.

/** The start of every script: the element, and its parts by selector. */
const IN = `
  const host = document.querySelector('neurone-playground');
  const root = host?.shadowRoot;
  const $ = (selector) => root.querySelector(selector);
  const $$ = (selector) => [...root.querySelectorAll(selector)];
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches('.status');
  const choose = (group, value) => $$(group + ' button').find((button) => button.value === value).click();
  const type = (name, text) => {
    const input = $('input[name=' + name + ']');
    input.value = text;
    input.dispatchEvent(new Event('change'));
  };
  // The controls in sight, one for each tab stop; pictures are none, nor are words that only explain themselves.
  const controls = () => $$('button, select, input, summary, [tabindex]').filter((one) => one.tabIndex >= 0 && !one.disabled && seen(one)
    && !one.closest('.neurons, .inputs, .cell-picture') && !one.matches('.stack, .curves, .scroll, .strips, .term')).map((one) => one.className || one.name || one.value || one.localName);
  const alert = () => $('.alert').textContent;
  const step = () => Number($('.counter output').value.replace(/\\s/g, ''));
`;

/** @typedef {Awaited<ReturnType<typeof import("./driver.mjs").open>>} Page */

/** A level brings parts whose code is fetched when it is first chosen: the rest of a script waits for them. */
const LEVEL = /^\s*choose\('\.level', '\d'\);?/;
const SETTLED = `!$('[aria-busy=true]')`;

/**
 * Runs a script in the page, with the names of `IN`.
 * @param {Page} page
 * @param {string} script
 * @param {unknown[]} args
 */
export async function within(page, script, ...args) {
  const [level = ''] = script.match(LEVEL) ?? [];
  if (level) {
    await page.run(IN + level);
    await page.until(`${IN} return ${SETTLED}`);
  }
  return page.run(IN + script.slice(level.length), ...args);
}

/**
 * @param {Page} page
 * @param {string} script that returns something true in the end
 * @param {number} [milliseconds]
 */
export function until(page, script, milliseconds = 10_000) {
  return page.until(IN + script, milliseconds);
}

/**
 * Loads the page and waits for the first picture.
 * @param {Page} page
 * @param {string} [query]
 */
export async function visit(page, query = '?lang=en') {
  await page.load(query);
  await until(page, `return root && $('.numbers output')?.value && ${SETTLED}`);
}

/**
 * Runs the body of an async function in the page; its failure is this one's.
 * @param {Page} page
 * @param {string} body
 * @param {unknown[]} args
 */
export async function wait(page, body, ...args) {
  const script = `const done = arguments[arguments.length - 1], args = arguments;
    (async () => { ${IN} ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
  const { value, error } = /** @type {{ value?: any, error?: string }} */ (
    await page.driver.executeAsyncScript(script, ...args)
  );
  if (error) throw new Error(error);
  return value;
}

/**
 * Opens a text as if it were a file dropped on the element.
 * @param {Page} page
 * @param {string} name
 * @param {string | Buffer} content
 */
export function dropFile(page, name, content) {
  return within(
    page,
    `const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(arguments[1]), (one) => one.charCodeAt(0));
    data.items.add(new File([bytes], arguments[0], { type: 'application/json' }));
    host.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));`,
    name,
    Buffer.from(content).toString('base64'),
  );
}

/**
 * A safetensors file as another tool would write it: without an experiment.
 * @param {Record<string, [kind: string, shape: number[], numbers: ArrayBufferView]>} tensors
 */
export function tensorsFile(tensors) {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, [dtype, shape, { byteLength }]]) => {
    const start = end;
    end += byteLength;
    return [name, { dtype, shape, data_offsets: [start, end] }];
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  const numbers = Object.values(tensors).map(([, , { buffer }]) => Buffer.from(buffer));
  return Buffer.concat([size, header, ...numbers]);
}
