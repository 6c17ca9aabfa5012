// @ts-check
// Every error code, provoked once in French: the whole sentence that the reader gets.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import fr from '../../www/i18n/fr.js';
import { engine, open } from './driver.mjs';
import { dropFile, until, visit, wait, within } from './element.mjs';

const page = await open();

/** What the alert says, without the spaces that do not break. */
const said = async () => {
  await until(page, `return alert()`, 30_000);
  return plain(await within(page, `return $('.alert p').textContent`));
};
const plain = (/** @type {string} */ text) => text.replace(/[\u00a0\u202f]/g, ' ');

/** Types into a field of the page. @param {string} name @param {string} text */
const typed = async (name, text) => {
  await visit(page, '?lang=fr&rung=2');
  await within(page, `type(arguments[0], arguments[1])`, name, text);
  return said();
};
/** Opens a link. @param {string} fragment */
const linked = async (fragment) => {
  await page.driver.get('about:blank');
  await visit(page, `?lang=fr#v=1&${fragment}`);
  return said();
};
/** Opens a file. @param {unknown} content */
const dropped = async (content) => {
  await visit(page, '?lang=fr&rung=2');
  await dropFile(page, 'essai.json', typeof content === 'string' ? content : JSON.stringify(content));
  return said();
};
/** Runs a script on the page, then waits for what it says. @param {string} script @param {string} [query] */
const done = async (script, query = '?lang=fr&rung=2&level=2') => {
  await visit(page, query);
  await within(page, script);
  return said();
};
/** What stands beside a table that is pasted. @param {string} text */
const pasted = async (text) => {
  await visit(page, '?lang=fr&rung=2&level=2');
  await within(
    page,
    `choose('.data', 'table'); const box = $('.table-shelf textarea'); box.value = arguments[0]; box.dispatchEvent(new Event('input'))`,
    text,
  );
  return plain(await within(page, `return $('.table-shelf [role=alert]').textContent`));
};
/** A clipboard that refuses. @param {string} error */
const copied = (error) =>
  done(`Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async () => { throw ${error}; } } });
    $('.menu-panel button[name="link.copy"]').click()`);
/**
 * What never leaves the bindings or the engine while the element stands, worded as the element would.
 * @param {string} body of an async function that throws it
 */
const worded = async (body) => {
  await visit(page, '?lang=fr');
  return plain(
    await wait(
      page,
      `const { Words } = await import('/www/words.js');
      const { Engine } = await import('/www/engine.js');
      const model = await Engine.open({ seed: 1, data_seed: 1 });
      try { ${body} } catch (error) { return new Words('fr').error(error); }`,
    ),
  );
};

/** A page within the page, whose element finds no module. */
const withoutModule = async () => {
  await visit(page, '?lang=fr');
  const text = await wait(
    page,
    `const frame = document.body.appendChild(document.createElement('iframe'));
    const inner = frame.contentDocument;
    frame.contentWindow.fetch = new frame.contentWindow.Function('url', 'return Promise.resolve(new Response("", { status: 404 }))');
    inner.body.append(Object.assign(inner.createElement('neurone-playground'), { lang: 'fr' }));
    const script = Object.assign(inner.createElement('script'), { type: 'module', src: location.origin + '/www/define.js' });
    inner.head.append(script);
    const alert = () => inner.querySelector('neurone-playground').shadowRoot?.querySelector('.alert')?.textContent;
    for (let i = 0; i < 250 && !alert(); i += 1) await new Promise((done) => setTimeout(done, 20));
    return alert();`,
  );
  return plain(text);
};

const model = () => {
  const lists = Object.fromEntries(['moments', 'permutation', 'order', 'dropout'].map((name) => [name, []]));
  const history = Object.fromEntries(['step', 'loss', 'accuracy', 'test_loss', 'test_accuracy'].map((name) => [name, []]));
  return { experiment: {}, history, ...lists, parameters: 'aucun' };
};

const TRAP = `throw new WebAssembly.RuntimeError('unreachable')`;
/** Whether a test's script shares the page's modules; Firefox gives it its own. */
const shared = engine !== 'firefox';

/** How each code comes about, and its sentence. @type {Record<string, [() => Promise<string>, string]>} */
const PROVOKED = {
  out_of_range: [() => typed('learning_rate', '-1'), ''],
  wrong_kind: [() => typed('learning_rate', 'vite'), ''],
  unknown_choice: [() => linked('dataset=lune'), ''],
  wrong_length: [() => typed('hidden', '1, 2, 3, 4, 5, 6, 7, 8, 9'), ''],
  unknown_field: [() => linked('couleur=rouge'), ''],
  missing: [() => dropped({ dataset: 'points', seed: 1 }), ''],
  csv_cell: [() => pasted('a,b,c\n1,2,x\n"3,4,y\n'), ''],
  csv_count: [() => pasted('a,b,c\n1,2,x\n3,4\n'), ''],
  diverged: [
    async () => {
      await page.driver.get('about:blank');
      await visit(page, '?lang=fr#v=1&hidden=8,8,8&activation=identity&learning_rate=1000&seed=0&data_seed=0');
      await within(page, `choose('.pace', 'full'); $('.play').click()`);
      return said();
    },
    '',
  ],
  module_failed: [withoutModule, ''],
  trapped: [
    // In Firefox the script has modules of its own, and the page's cannot be made to trap.
    shared
      ? async () => {
          await visit(page, '?lang=fr&rung=2');
          await wait(page, `const { Playground } = await import('/www/pkg/neurone.js'); Playground.prototype.train_step = () => { ${TRAP}; };`);
          await within(page, `$('[aria-label="Un pas"]').click()`);
          return said();
        }
      : () => worded(`const { Playground } = await import('/www/pkg/neurone.js'); Playground.prototype.train_step = () => { ${TRAP}; }; await model.train(1, 1);`),
    '',
  ],
  // The element asks nothing of a model that it has freed.
  freed: [() => worded(`await model.free(); await model.train(1, 1);`), ''],
  unknown: [() => copied(`new Error('presse-papiers en panne')`), ''],
  not_allowed: [() => copied(`new DOMException('', 'NotAllowedError')`), ''],
  link_version: [() => linked('v=9'), ''],
  link_part: [() => linked('noise=%E0%A4'), ''],
  link_long: [
    async () => {
      const x = Array.from({ length: 1900 }, (_, i) => [Math.sin(i), Math.cos(i)]);
      await visit(page, '?lang=fr&rung=2');
      await dropFile(page, 'essai.json', JSON.stringify({ dataset: 'points', points: { x, y: x.map((_, i) => i % 2) }, seed: 1 }));
      await until(page, `return /1.900 points/.test($('.kept').textContent)`);
      await within(page, `$('.menu-panel button[name="link.copy"]').click()`);
      return said();
    },
    '',
  ],
  file_kind: [() => dropped('bonjour'), ''],
  file_part: [() => dropped(model()), ''],
  file_large: [() => dropped(' '.repeat(17e6)), ''],
  picture_hidden: [
    async () => {
      await visit(page, '?lang=fr&rung=2&level=2');
      // The narrow form shows one slot at a time.
      await within(page, `host.style.width = '600px'; choose('.panels', 'data')`);
      await until(page, `return !$('.diagram').checkVisibility()`);
      await within(page, `$$('.menu-panel button[name="picture.svg"]').at(-1).click()`);
      return said();
    },
    '',
  ],
  no_fullscreen: [() => done(`Object.defineProperty(host, 'requestFullscreen', { configurable: true, value: undefined }); $('[name=lecture]').click()`), ''],
  heaviside_hidden: [
    () => done(`const select = $('select[name=activation]'); select.value = 'heaviside'; select.dispatchEvent(new Event('change'))`),
    '',
  ],
};

/** All codes there are: the crate's, those that the page makes, and those that have words. */
function codes() {
  const here = new URL('../../', import.meta.url);
  const read = (/** @type {string} */ file) => readFileSync(new URL(file, here), 'utf8');
  const [, own = ''] = /fn code\(([\s\S]*?)fn to_value/.exec(read('src/error.rs')) ?? [];
  const scripts = readdirSync(new URL('www/', here)).filter((file) => file.endsWith('.js') && file !== 'diagnose.js');
  const made = scripts.map((file) => read(`www/${file}`)).join('\n');
  return new Set([
    ...[...own.matchAll(/=> "(\w+)"/g)].map(([, code]) => code),
    ...[...made.matchAll(/(?:fault\(|code: )'(\w+)'/g)].map(([, code]) => code),
    // The place in a list and a range are parts of sentences.
    ...Object.keys(fr).filter((key) => key.startsWith('error.')).map((key) => key.slice(6)).filter((code) => !['at', 'range'].includes(code)),
  ]);
}

page.test('every code there is has its provocation', async () => {
  assert.deepEqual(Object.keys(PROVOKED).sort(), [...codes()].sort());
});

for (const [code, [provoke, sentence]] of Object.entries(PROVOKED))
  page.test(`${code}, in French`, async () => {
    assert.equal(await provoke(), sentence);
  });
