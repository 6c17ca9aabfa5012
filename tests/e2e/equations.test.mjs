// @ts-check
import assert from 'node:assert/strict';
import { open } from './driver.mjs';
import { until, visit, wait, within } from './element.mjs';

const page = await open();
await visit(page);

/** What each hidden activation makes of Z[1], and the factors of its slope on the way back. @type {Record<string, [string, string]>} */
const ACTIVATIONS = {
  sigmoid: ['σ(Z[1])', '⊙A[1]⊙(1−A[1])'],
  tanh: ['tanh(Z[1])', '⊙(1−A[1]⊙A[1])'],
  relu: ['max(0,Z[1])', '⊙1Z[1]>0'],
  leaky_relu: ['max(0.01Z[1],Z[1])', '⊙(1Z[1]>0+0.011Z[1]≤0)'],
  gelu: ['Z[1]⊙Φ(Z[1])', '⊙(Φ(Z[1])+Z[1]⊙φ(Z[1]))'],
  silu: ['Z[1]⊙σ(Z[1])', '⊙σ(Z[1])⊙(1+Z[1]⊙(1−σ(Z[1])))'],
  sine: ['sin(Z[1])', '⊙cos(Z[1])'],
  identity: ['Z[1]', ''],
};
const SQUARE = '1m∑i=1m(A[2]−Y)2';
const HALF = '12m∑i=1m(A[2]−Y)2';
const HINGE = '1m∑i=1mmax(0,1−YA[2])';
/** Loss and output: the answer, the loss, dZ of the last layer, the targets. @type {[string, string, string, string, string, string][]} */
const JUDGES = [
  ['log_loss', 'sigmoid', 'A[2]=σ(Z[2])', '−1m∑i=1m(YlogA[2]+(1−Y)log(1−A[2]))', 'A[2]−Y', 'Y∈{0,1}'],
  ['cross_entropy', 'softmax', 'A[2]k=eZ[2]k∑jeZ[2]j', '−1m∑i=1m∑kYklogA[2]k', 'A[2]−Y', 'Yk∈{0,1}'],
  ['mse', 'identity', 'A[2]=Z[2]', SQUARE, '2(A[2]−Y)', 'Y∈{−1,1}'],
  ['mse', 'sigmoid', 'A[2]=σ(Z[2])', SQUARE, '2(A[2]−Y)⊙A[2]⊙(1−A[2])', 'Y∈{0,1}'],
  ['mse', 'tanh', 'A[2]=tanh(Z[2])', SQUARE, '2(A[2]−Y)⊙(1−A[2]⊙A[2])', 'Y∈{−1,1}'],
  ['half_mse', 'identity', 'A[2]=Z[2]', HALF, '(A[2]−Y)', 'Y∈{−1,1}'],
  ['half_mse', 'sigmoid', 'A[2]=σ(Z[2])', HALF, '(A[2]−Y)⊙A[2]⊙(1−A[2])', 'Y∈{0,1}'],
  ['half_mse', 'tanh', 'A[2]=tanh(Z[2])', HALF, '(A[2]−Y)⊙(1−A[2]⊙A[2])', 'Y∈{−1,1}'],
  ['hinge', 'identity', 'A[2]=Z[2]', HINGE, '−Y⊙1YA[2]<1', 'Y∈{−1,1}'],
  ['hinge', 'tanh', 'A[2]=tanh(Z[2])', HINGE, '−Y⊙1YA[2]<1⊙(1−A[2]⊙A[2])', 'Y∈{−1,1}'],
];
const ADAM = ['m′=β1m+(1−β1)g', 'v′=β2v+(1−β2)g2', 'm^=m′1−β1t', 'v^=v′1−β2t'];
/** From the gradient g to the new parameter; PyTorch's documentation of `torch.optim`. @type {Record<string, string[]>} */
const RULES = {
  gradient_descent: ['θ′=θ−αg'],
  momentum: ['v′=μv+g', 'θ′=θ−αv′'],
  nesterov: ['v′=μv+g', 'θ′=θ−α(g+μv′)'],
  rmsprop: ['v′=ρv+(1−ρ)g2', 'θ′=θ−αgv′+ε'],
  adagrad: ['v′=v+g2', 'θ′=θ−αgv′+ε'],
  adadelta: ['v′=ρv+(1−ρ)g2', 'q=u+εv′+εg', 'u′=ρu+(1−ρ)q2', 'θ′=θ−αq'],
  adam: [...ADAM, 'θ′=θ−αm^v^+ε'],
  adamw: [...ADAM, 'θ′=(1−αλ)θ−αm^v^+ε'],
};

/** The choices of a field. @param {string} name @returns {Promise<string[]>} */
const choices = (name) =>
  wait(
    page,
    `const { load } = await import('/www/wasm.js');
    const { schema } = await load();
    return schema().find((field) => field.name === args[0]).choices;`,
    name,
  );

/** Every loss with every output that it takes. @returns {Promise<string[]>} */
const fitting = () =>
  wait(
    page,
    `const { load } = await import('/www/wasm.js');
    const { Playground, schema } = await load();
    const choices = (name) => schema().find((field) => field.name === name).choices;
    const fits = (loss, output) => {
      try { new Playground({ dataset: 'disc', data_seed: 0, seed: 0, loss, output }).free(); return true; } catch { return false; }
    };
    return choices('loss').flatMap((loss) => choices('output').filter((output) => fits(loss, output)).map((output) => loss + ' ' + output));`,
  );

/** Sets these attributes and no others. @param {Record<string, string>} attributes */
const set = (attributes) =>
  within(
    page,
    `for (const name of host.getAttributeNames().filter((one) => one in arguments[1])) host.removeAttribute(name);
    for (const [name, value] of Object.entries(arguments[0])) host.setAttribute(name, value);`,
    attributes,
    Object.fromEntries(['layers', 'activation', 'loss', 'output', 'optimizer', 'dataset', 'dropout', 'clip-norm', 'l1', 'l2'].map((name) => [name, ''])),
  );

/** Text of some parts without its spaces. @param {string} selector @returns {Promise<string[]>} */
const texts = (selector) => within(page, `return $$(arguments[0]).map((one) => one.textContent.replace(/\\s/g, ''))`, selector);
const rows = () => texts('.formulas .formula > :first-child');

/** Opens the tab. @param {string} query */
async function tab(query) {
  await visit(page, query);
  await within(page, `choose('.level', '3')`);
  await until(page, `return $('.drawer').checkVisibility()`);
  await within(page, `choose('.tabs', 'equations')`);
}

/** Waits for rows, and says what is there instead. @param {string[]} expected @param {string} what */
async function has(expected, what) {
  const missing = async () => {
    const shown = await rows();
    return expected.filter((row) => !shown.includes(row));
  };
  await page.driver.wait(async () => (await missing()).length === 0, 4_000).catch(() => {});
  assert.deepEqual(await missing(), [], `${what}: ${(await rows()).join('\n')}`);
}

page.test('every activation has its equation, forward and backward', async () => {
  assert.deepEqual((await choices('activation')).sort(), Object.keys(ACTIVATIONS).sort());
  await tab('?lang=en&rung=sandbox');
  for (const [activation, [value, slope]] of Object.entries(ACTIVATIONS)) {
    await set({ layers: '3', activation });
    await has([`A[1]=${value}`, `dZ[1]=(W[2])TdZ[2]${slope}`], activation);
  }
  await set({ layers: '3,3', activation: 'relu,sine' });
  await has(['A[1]=max(0,Z[1])', 'A[2]=sin(Z[2])', 'dZ[2]=(W[3])TdZ[3]⊙cos(Z[2])'], 'layer by layer');
  assert.deepEqual(await page.errors(), []);
});

page.test('every loss and output has its equations', async () => {
  const known = [...JUDGES.map(([loss, output]) => `${loss} ${output}`), 'perceptron heaviside'];
  assert.deepEqual((await fitting()).sort(), known.sort());
  await tab('?lang=en&rung=sandbox');
  for (const [loss, output, answer, value, delta, target] of JUDGES) {
    await set({ layers: '2', dataset: loss === 'cross_entropy' ? 'iris' : 'moons', loss, output });
    await has([answer, `L=${value}`, `dZ[2]=${delta}`, target], `${loss} ${output}`);
  }
  await set({ layers: '', dataset: 'blobs', loss: 'perceptron', output: 'heaviside' });
  await has(['A[1]=1Z[1]≥0', 'L=1m∑i=1mmax(0,−YZ[1])', 'dZ[1]=−Y⊙1Y(2A[1]−1)≤0'], 'perceptron');
  await set({ layers: '2', dataset: 'plane', loss: 'mse', output: 'identity' });
  await has([`L=${SQUARE}`], 'regression');
  assert.ok(!(await rows()).some((row) => row.includes('∈')), 'a value has no classes');
  assert.deepEqual(await page.errors(), []);
});

page.test('every optimizer has its rule; penalties, dropout and clipping where they are on', async () => {
  assert.deepEqual((await choices('optimizer')).sort(), Object.keys(RULES).sort());
  await tab('?lang=en&rung=sandbox');
  for (const [optimizer, rule] of Object.entries(RULES)) {
    await set({ layers: '2', optimizer });
    await has(['g=dθ', ...rule], optimizer);
    const own = await texts('[data-part=update] .formula > :first-child');
    assert.deepEqual(own, ['g=dθ', ...rule], optimizer);
  }
  const plain = await rows();
  assert.ok(!plain.some((row) => /[λ‖]|Ã|D\[/.test(row.replace('αλ', ''))), plain.join('\n'));
  await set({ layers: '2', l1: '0.1', l2: '0.2', dropout: '0.3', 'clip-norm': '2' });
  await has(
    [
      'J=L+λ1∑|W|+λ22∑W2',
      'dW[1]=1mdZ[1]XT+λ1sgn(W[1])+λ2W[1]',
      'A~[1]=D[1]1−p⊙A[1]',
      'Z[2]=W[2]A~[1]+b[2]',
      'dZ[1]=D[1]1−p⊙(W[2])TdZ[2]⊙A[1]⊙(1−A[1])',
      'k=min(1,c‖dθ‖)',
      'g=kdθ',
    ],
    'all at once',
  );
  assert.deepEqual(await page.errors(), []);
});

page.test('numbers of the thesis stand where its equations do', async () => {
  await tab('?lang=en&rung=2');
  const numbers = async () => (await texts('.reference')).filter((one) => one);
  const all = [19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29].map((n) => `(${n})`);
  await set({ layers: '2' });
  await has(['A[1]=σ(Z[1])'], 'thesis');
  assert.deepEqual([...(await numbers())].sort(), [...all, '(30–33)']);
  await set({ layers: '2', activation: 'tanh', optimizer: 'adam' });
  await has(['A[1]=tanh(Z[1])'], 'tanh');
  assert.deepEqual([...(await numbers())].sort(), all.filter((one) => one !== '(20)' && one !== '(27)'));
  await set({ layers: '2', loss: 'mse', output: 'identity' });
  await has(['A[2]=Z[2]'], 'a value');
  assert.deepEqual([...(await numbers())].sort(), [...all.filter((one) => !['(22)', '(23)', '(24)'].includes(one)), '(30–33)']);
});

page.test('one neuron shows the function that its output has, in the words of the reader', async () => {
  await tab('?lang=fr&rung=sandbox');
  const model = async (/** @type {string} */ expected) => {
    const shown = async () => (await texts('.under .equation'))[0];
    await page.driver.wait(async () => (await shown()) === expected, 4_000).catch(() => {});
    assert.equal(await shown(), expected);
  };
  const sum = 'w1x1+w2x2+b';
  await set({ layers: '', dataset: 'blobs' });
  await model(`A=σ(${sum})`);
  await set({ layers: '', dataset: 'blobs', loss: 'hinge', output: 'tanh' });
  await model(`A=tanh(${sum})`);
  assert.match((await texts('.equations .worked'))[0] ?? '', /^Z=−?\d,\d{8}x1[+−]\d,\d{8}x2[+−]\d,\d{8}A=tanh\(Z\)/);
  await set({ layers: '', dataset: 'plane', loss: 'mse', output: 'identity' });
  await model(`A=${sum}`);
  assert.doesNotMatch((await texts('.equations .worked'))[0] ?? '', /Z=0/, 'a value has no border');
  await set({ layers: '', dataset: 'iris', loss: 'cross_entropy', output: 'softmax' });
  await model('Z=WX+bAk=eZk∑jeZj');
  assert.match((await texts('.equations .worked'))[0] ?? '', /Z1=.*Z2=.*Z3=.*Ak=/);
  await set({ layers: '2', activation: 'leaky_relu' });
  await has(['A[1]=max(0,01Z[1];Z[1])'], 'a decimal comma');
  assert.deepEqual(await page.errors(), []);
  await page.run(`localStorage.clear()`);
});
