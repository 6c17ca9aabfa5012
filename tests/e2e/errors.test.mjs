// @ts-check
// Every error code, provoked once in French: the whole sentence that the reader gets.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import fr from '../../www/i18n/fr.js';
import { engine, open } from './driver.mjs';
import { dropFile, tensorsFile, until, visit, wait, within } from './element.mjs';

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
  await within(page, `choose('.level', '2'); type(arguments[0], arguments[1])`, name, text);
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
/** Opens the weights of another tool, F64 but where `kind` says otherwise. @param {Record<string, number[]>} shapes @param {string} [kind] */
const weighed = async (shapes, kind = 'F64') => {
  await visit(page, '?lang=fr&rung=2');
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    const numbers = new Float64Array(shape.reduce((product, size) => product * size, 1));
    return /** @type {[string, [string, number[], Float64Array]]} */ ([name, [kind, shape, numbers]]);
  });
  await dropFile(page, 'essai.safetensors', tensorsFile(Object.fromEntries(tensors)));
  return said();
};
/** Runs a script on the page, then waits for what it says. @param {string} script @param {string} [query] */
const done = async (script, query = '?lang=fr&rung=2') => {
  await visit(page, query);
  await within(page, script);
  return said();
};
/** What stands beside a table that is pasted. @param {string} text */
const pasted = async (text) => {
  await visit(page, '?lang=fr&rung=2');
  await within(
    page,
    `choose('.level', '2'); choose('.data', 'table'); const box = $('.table-shelf textarea'); box.value = arguments[0]; box.dispatchEvent(new Event('input'))`,
    text,
  );
  return plain(await until(page, `return $('.table-shelf [role=alert]').textContent`));
};
/** A clipboard that refuses. @param {string} error */
const copied = (error) =>
  done(`choose('.level', '2'); Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async () => { throw ${error}; } } });
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
      `const { Words, fetchTexts } = await import('/www/words.js');
      await fetchTexts('fr');
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
    frame.contentWindow.fetch = async () => new Response('', { status: 404 });
    inner.body.append(Object.assign(inner.createElement('neurone-playground'), { lang: 'fr' }));
    const script = Object.assign(inner.createElement('script'), { type: 'module', src: location.origin + '/www/define.js' });
    inner.head.append(script);
    const shown = () => inner.querySelector('neurone-playground').shadowRoot?.querySelector('.alert')?.textContent;
    for (let i = 0; i < 500 && !shown(); i += 1) await new Promise((done) => setTimeout(done, 20));
    return shown();`,
  );
  return plain(text);
};

/** A saved model whose parameters are none. */
const model = () => {
  const lists = Object.fromEntries(['moments', 'permutation', 'order', 'dropout'].map((name) => [name, []]));
  const history = Object.fromEntries(['step', 'loss', 'accuracy', 'test_loss', 'test_accuracy'].map((name) => [name, []]));
  return { experiment: {}, history, ...lists, parameters: 'aucun' };
};

/** Characters of a link to 1900 points: the address of the page, 5700 numbers of 8 bytes in base64, and the rest. */
const LENGTH = String((process.env.NEURONE_URL ?? '').length + 60800 + 63).replace(/(\d{3})$/, ' $1');

const TRAP = `throw new WebAssembly.RuntimeError('unreachable')`;
/** Whether a test's script shares the page's modules; Firefox gives it its own. */
const shared = engine !== 'firefox';

/** How each code comes about, and its sentence. @type {Record<string, [() => Promise<string>, string]>} */
const PROVOKED = {
  out_of_range: [
    () => typed('learning_rate', '-1'),
    'Taux d’apprentissage α : −1 est hors limites. Attendu : de 0,000001 à 1 000.',
  ],
  wrong_kind: [
    () => typed('learning_rate', 'vite'),
    'Taux d’apprentissage α : « vite » ne convient pas. Attendu : un nombre.',
  ],
  unknown_choice: [
    () => linked('dataset=lune'),
    'Points : « lune » n’existe pas. Au choix : nuages (blobs), cercles (circles), lunes (moons), disque (disc), xor, deux amas (gauss), spirale (spiral), damier (checkerboard), iris, plan (plane), collines (gaussians), sinus (sine), marche (step), cubique (polynomial), points libres (points).',
  ],
  wrong_length: [
    () => typed('hidden', '1, 2, 3, 4, 5, 6, 7, 8, 9'),
    'Couches cachées : 9 éléments. Attendu : de 0 à 8.',
  ],
  unknown_field: [() => linked('couleur=rouge'), 'couleur : ce réglage n’existe pas.'],
  missing: [() => dropped({ dataset: 'points', seed: 1 }), 'Il manque : Points.'],
  csv_cell: [
    () => pasted('a,b,c\n1,2,x\n"3,4,y\n'),
    'Ligne 3, colonne 1 : « 3,4,y » ne convient pas. Attendu : un guillemet fermant.',
  ],
  csv_count: [() => pasted('a,b,c\n1,2,x\n3,4\n'), 'Ligne 3, colonne 3. Cellules : 2. Attendu : 3.'],
  diverged: [
    async () => {
      await page.driver.get('about:blank');
      await visit(page, '?lang=fr#v=1&hidden=8,8,8&activation=identity&learning_rate=1000&seed=0&data_seed=0');
      await within(page, `choose('.pace', 'full'); $('.play').click()`);
      return said();
    },
    'L’apprentissage est sorti des nombres après l’itération 4. Les derniers poids valables sont conservés : baissez le taux d’apprentissage α, ou recommencez.',
  ],
  module_failed: [
    withoutModule,
    'Le bac à sable n’a pas pu être chargé. Vérifiez que le navigateur autorise WebAssembly et que tous les fichiers sont en place, puis rechargez la page.',
  ],
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
    'Le calcul s’est interrompu. Tout est reparti du dernier état valable.',
  ],
  // The element asks nothing of a model that it has freed.
  freed: [() => worded(`await model.free(); await model.train(1, 1);`), 'Cet élément a été retiré de la page.'],
  unknown: [() => copied(`new Error('presse-papiers en panne')`), 'Un problème est survenu : presse-papiers en panne'],
  not_allowed: [() => copied(`new DOMException('', 'NotAllowedError')`), 'Le navigateur ne le permet pas ici.'],
  link_version: [
    () => linked('v=9'),
    'Ce lien est de version 9, inconnue de cette page : ce qu’elle ne sait pas lire garde sa valeur habituelle.',
  ],
  link_none: [
    () => done(`host.setAttribute('link', 'bonjour')`),
    'L’attribut link : « bonjour » n’est pas ce que dit un lien de partage ; celui-ci commence par v=1.',
  ],
  link_part: [
    () => linked('noise=%E0%A4'),
    'Bruit : cette partie du lien (« %E0%A4 ») est illisible et garde sa valeur habituelle.',
  ],
  link_long: [
    async () => {
      const x = Array.from({ length: 1900 }, (_, i) => [Math.sin(i), Math.cos(i)]);
      await visit(page, '?lang=fr&rung=2');
      await dropFile(page, 'essai.json', JSON.stringify({ dataset: 'points', points: { x, y: x.map((_, i) => i % 2) }, seed: 1, data_seed: 1 }));
      await until(page, `return /1.900 points/.test($('.kept').textContent)`);
      await within(page, `choose('.level', '2'); choose('.level', '1'); $('.menu-panel button[name="link.copy"]').click()`);
      return said();
    },
    `Avec ${LENGTH} caractères, ce lien est trop long pour être envoyé. Enregistrez plutôt l’expérience dans un fichier.`,
  ],
  file_kind: [() => dropped('bonjour'), 'Ce n’est ni une expérience ni un modèle de cette page (un fichier JSON ou safetensors). Un tableau s’enregistre d’abord en CSV.'],
  file_part: [() => dropped(model()), 'Dans ce modèle, « Poids initiaux » manque ou n’est pas une liste de nombres.'],
  tensors_broken: [
    async () => {
      await visit(page, '?lang=fr&rung=2');
      await dropFile(page, 'essai.safetensors', 'bonjour');
      return said();
    },
    'Ce n’est pas un fichier safetensors complet : il a été coupé, ou il est d’un autre type.',
  ],
  tensors_name: [
    () => weighed({ '0.weight': [1, 2], '0.gamma': [1] }),
    '« 0.gamma » n’est ni le poids ni le biais d’une couche : il faut des noms comme 0.weight et 0.bias.',
  ],
  tensors_missing: [() => weighed({ '0.weight': [1, 2] }), 'Il manque le tenseur 0.bias.'],
  tensors_kind: [
    () => weighed({ '0.weight': [1, 2], '0.bias': [1] }, 'I64'),
    'Les nombres de 0.weight sont de type I64 ; seuls F64 et F32 peuvent être lus.',
  ],
  tensors_shape: [
    () => weighed({ '0.weight': [3, 2], '0.bias': [1] }),
    'Les dimensions de 0.bias, [1], ne vont pas avec le reste du réseau.',
  ],
  tensors_fit: [
    () => weighed({ '0.weight': [1, 3], '0.bias': [1] }),
    'Ces poids sont ceux d’un réseau 3-1 ; ici, les entrées, les couches et les classes demandent 2-1.',
  ],
  file_large: [
    () =>
      done(`const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(129e6)], 'essai.json'));
        host.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))`),
    'essai.json est trop gros : 128 Mo au plus.',
  ],
  picture_hidden: [
    async () => {
      await visit(page, '?lang=fr&rung=2');
      // The narrow form shows one slot at a time.
      await within(page, `host.style.width = '600px'; choose('.panels', 'data')`);
      await until(page, `return !$('.diagram').checkVisibility()`);
      const button = `$('[aria-label^="Image"][aria-label$="réseau"] [name="picture.svg"]')`;
      await within(page, `choose('.level', '2')`);
      await until(page, `return ${button}`);
      await within(page, `${button}.click()`);
      return said();
    },
    'Cette vue n’est pas sur la page en ce moment.',
  ],
  no_fullscreen: [
    () => done(`choose('.level', '2'); Object.defineProperty(host, 'requestFullscreen', { configurable: true, value: undefined }); $('[name=lecture]').click()`),
    'Ce navigateur ne permet pas à une page de remplir l’écran.',
  ],
  heaviside_hidden: [
    () => done(`const select = $('select[name=activation]'); select.value = 'heaviside'; select.dispatchEvent(new Event('change'))`),
    'Dans une couche cachée, Heaviside n’apprend rien : sa dérivée est nulle, aucun gradient n’atteint les poids qui la précèdent. Retirez les couches cachées pour entraîner un neurone seul par la règle de Rosenblatt.',
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
    // The place in a list, a range and what is empty are parts of sentences; a code may have words for one field.
    ...Object.keys(fr).filter((key) => key.startsWith('error.')).map((key) => key.split('.')[1]).filter((code = '') => !['at', 'range', 'empty'].includes(code)),
  ]);
}

page.test('a message stays as long as the value that it is about', async () => {
  await typed('learning_rate', 'vite');
  await within(page, `type('hidden', '3')`);
  await until(page, `return $$('.neurons .neuron:not(.given)').length === 4`);
  assert.match(await said(), /« vite » ne convient pas/);
  await within(page, `type('learning_rate', '0,2')`);
  await until(page, `return !alert() && !$('[aria-invalid=true]')`);
});

page.test('every code there is has its provocation', async () => {
  assert.deepEqual(Object.keys(PROVOKED).sort(), [...codes()].sort());
});

for (const [code, [provoke, sentence]] of Object.entries(PROVOKED))
  page.test(`${code}, in French`, async () => {
    assert.equal(await provoke(), sentence);
  });
