// @ts-check
// What defines the training beside the shape of the network. Everything but the initial weights holds
// from the next update on.

import { menu, newId, numberField } from './controls.js';
import { h, write } from './dom.js';
import { explain } from './hints.js';
import { activationOf, isRecurrent } from './state.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Experiment} Experiment
 * @typedef {import("./state.js").Patch} Patch
 * @typedef {keyof Experiment} Name
 */

/** The outputs that each loss can judge, the usual one first. @type {Record<string, string[]>} */
export const OUTPUTS = {
  log_loss: ['sigmoid'],
  cross_entropy: ['softmax'],
  mse: ['identity', 'sigmoid', 'tanh'],
  half_mse: ['identity', 'sigmoid', 'tanh'],
  hinge: ['identity', 'tanh'],
  perceptron: ['heaviside'],
};

/** Rarely used settings by what they belong to. @type {Record<string, Name[]>} */
const GROUPS = {
  network: ['activation', 'init', 'output'],
  loss: ['loss', 'l1', 'l1_stays_zero', 'l2', 'dropout'],
  optimizer: ['momentum', 'weight_decay', 'clip_norm'],
  schedule: ['schedule', 'schedule_steps', 'schedule_factor'],
  samples: ['shuffled', 'carry_last_batch'],
};

/** Where a setting has no effect. @type {Partial<Record<Name, (now: Experiment) => boolean>>} */
const IDLE = {
  momentum: ({ optimizer }) => !['momentum', 'nesterov'].includes(optimizer),
  weight_decay: ({ optimizer }) => optimizer !== 'adamw',
  l1_stays_zero: ({ l1 }) => l1 === 0,
  dropout: (now) => (isRecurrent(now) ? now.n_layers === 1 : now.hidden.length === 0),
  schedule_steps: ({ schedule }) => schedule === 'constant',
  schedule_factor: ({ schedule }) => schedule !== 'step',
  shuffled: ({ batch_size }) => batch_size === 0,
  carry_last_batch: ({ batch_size }) => batch_size === 0,
};

/** Settings that only the third level shows: what differs from the usual is said at the second. */
const FOLDED = Object.values(GROUPS)
  .flat()
  .filter((name) => name !== 'activation');

/**
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {(now: Experiment) => void} set shows the values that hold now
 */

/** The settings of the second level. @param {App} app @returns {Control[]} */
export function mainSettings(app) {
  return [activation(app), setting(app, 'learning_rate'), setting(app, 'optimizer'), setting(app, 'batch_size')];
}

/**
 * Those of the third, folded.
 * @param {App} app
 * @param {Record<string, Name[]>} [grouped]
 * @returns {Control}
 */
export function foldedSettings(app, grouped = GROUPS) {
  const { words } = app;
  const groups = Object.entries(grouped).map(([group, names]) => {
    const controls = names.map((name) => (name === 'activation' ? activationByLayer(app) : setting(app, name)));
    const element = h(
      'details',
      { class: 'more' },
      h('summary', { title: words.t(`group.${group}.hint`) }, words.t(`group.${group}`)),
      h('div', { class: 'fields' }, ...controls.map((one) => one.element)),
    );
    return { element, controls };
  });
  return {
    element: h('div', { class: 'from-3 groups' }, ...groups.map(({ element }) => element)),
    set(now) {
      for (const { controls } of groups) for (const one of controls) one.set(now);
    },
  };
}

/**
 * What is said below the settings: what is set at another level, what a schedule has made of the learning
 * rate, and what the perceptron is.
 * @param {App} app
 * @param {Name[]} [names] the settings of the third level
 * @returns {Control & { draw: (picture: import("./state.js").Picture) => void }}
 */
export function remarks(app, names = FOLDED) {
  const { words } = app;
  const folded = h('p', { class: 'caption only-2' });
  const rate = h('p', { class: 'caption rate-now', hidden: true });
  const rosenblatt = h('p', { class: 'caption', hidden: true }, words.t('rosenblatt'));
  return {
    element: h('div', { class: 'remarks' }, folded, rate, rosenblatt),
    set(now) {
      const unusual = names.filter((name) => {
        const usual = app.schema.find((field) => field.name === name)?.default;
        return now[name] !== usual && !IDLE[name]?.(now) && !(name === 'loss' && now.loss === 'perceptron');
      });
      const list = unusual.map((name) => `${words.field(name)}${words.t('colon')} ${shown(app, name, now[name])}`);
      folded.textContent = list.length ? words.t('settings.unusual', { list: list.join(' · ') }) : '';
      rosenblatt.hidden = now.output !== 'heaviside';
    },
    draw(picture) {
      rate.hidden = app.session.description?.current.schedule === 'constant';
      write(rate, words.t('rate.now', { now: words.short(picture.rate) }));
    },
  };
}

/**
 * @param {App} app
 * @param {Name} name
 * @param {unknown} value
 */
function shown({ words }, name, value) {
  if (typeof value === 'boolean') return words.t(value ? 'yes' : 'no');
  return typeof value === 'number' ? words.plain(value) : word(words, name, String(value));
}

/**
 * @param {App["words"]} words
 * @param {Name} name
 * @param {string} value
 */
function word(words, name, value) {
  const own = `${name}.${value}`;
  return words.has(own) ? words.t(own) : words.t(`name.${value}`);
}

/**
 * The control of one field, by its kind.
 * @param {App} app
 * @param {Name} name
 * @returns {Control}
 */
export function setting(app, name) {
  const kind = app.schema.find((field) => field.name === name)?.kind;
  if (kind === 'flag') return flag(app, name);
  if (kind === 'choice') return choice(app, name);
  const field = numberField(app, name);
  return {
    element: field.element,
    set(now) {
      field.set(now[name]);
      field.input.disabled = IDLE[name]?.(now) ?? false;
    },
  };
}

/**
 * @param {App} app
 * @param {Name} name
 * @returns {Control}
 */
function flag(app, name) {
  const { words } = app;
  const id = newId();
  const input = h('input', { type: 'checkbox', id, name });
  input.addEventListener('change', () => app.change({ [name]: input.checked }));
  return {
    element: explain(
      h('div', { class: `field flag of-${name}` }, input, h('label', { for: id }, words.field(name))),
      words.t(`hint.${name}`),
    ),
    set(now) {
      input.checked = Boolean(now[name]);
      input.disabled = IDLE[name]?.(now) ?? false;
    },
  };
}

/**
 * @param {App} app
 * @param {Name} name
 * @returns {Control}
 */
function choice(app, name) {
  const { words, schema } = app;
  const names = schema.find((field) => field.name === name)?.choices ?? [];
  const options = names.map((value) => h('option', { value }, word(words, name, value)));
  const list = select(app, name, options, (value) =>
    name === 'loss' ? changeLoss(app, { loss: /** @type {Experiment["loss"]} */ (value) }) : app.change({ [name]: value }),
  );
  return {
    element: list.element,
    set(now) {
      const fitting = fittingOf(app, name, now);
      for (const option of options) option.disabled = fitting !== null && !fitting.includes(option.value);
      list.set(String(now[name]));
    },
  };
}

/**
 * The losses that fit the points, the outputs that fit the loss; `null` where all do.
 * @param {App} app
 * @param {Name} name
 * @param {Experiment} now
 */
function fittingOf({ session }, name, now) {
  const { sequences, data } = session.description ?? {};
  const classes = sequences ? sequences.classes.length : (data?.n_classes ?? 2);
  if (name === 'output') return classes === 0 ? ['identity'] : (OUTPUTS[now.loss] ?? []);
  if (name !== 'loss') return null;
  if (classes === 0) return ['mse', 'half_mse'];
  return classes === 2 ? Object.keys(OUTPUTS) : ['cross_entropy'];
}

/**
 * A loss with its usual output. Where the number of outputs becomes another one, the run begins anew.
 * @param {App} app
 * @param {Patch & { loss: Experiment["loss"] }} patch
 */
function changeLoss(app, patch) {
  const now = app.session.description?.current;
  if (!now) return Promise.resolve(false);
  const anew = (patch.loss === 'cross_entropy') !== (now.loss === 'cross_entropy');
  const [usual] = OUTPUTS[patch.loss] ?? [];
  const output = /** @type {Experiment["output"]} */ (usual);
  return app.change(anew ? { output, ...patch, seed: now.seed } : patch);
}

/**
 * A menu that goes back to what holds when its choice was refused.
 * @param {App} app
 * @param {string} name
 * @param {HTMLOptionElement[]} options
 * @param {(value: string) => Promise<boolean>} chosen
 */
function select({ words }, name, options, chosen, label = words.field(name)) {
  let held = '';
  const list = menu(
    label,
    options,
    async (value) => {
      if (!(await chosen(value))) list.select.value = held;
    },
    words.t(`hint.${name}`),
    `of-${name}`,
  );
  list.select.name = name;
  return {
    element: list.element,
    select: list.select,
    /** @param {string} value */
    set(value) {
      held = list.select.value = value;
    },
  };
}

/** @param {App} app */
function activations({ words, schema }) {
  const names = schema.find(({ name }) => name === 'activation')?.choices ?? [];
  return names.map((value) => h('option', { value }, words.t(`name.${value}`)));
}

/**
 * One activation for all hidden layers. Heaviside is for the single neuron, trained by Rosenblatt's rule:
 * in a hidden layer its slope of 0 would let nothing through.
 * @param {App} app
 * @returns {Control}
 */
function activation(app) {
  const { words, session } = app;
  const mixed = h('option', { value: 'mixed', disabled: true, hidden: true }, words.t('activation.mixed'));
  const heaviside = h('option', { value: 'heaviside' }, words.t('name.heaviside'));
  const list = select(app, 'activation', [...activations(app), heaviside, mixed], async (value) => {
    const now = session.description?.current;
    if (!now) return false;
    if (value !== 'heaviside') {
      const one = { activation: /** @type {import("./pkg/neurone.js").Activation} */ (value) };
      return now.output === 'heaviside' ? changeLoss(app, { loss: 'log_loss', ...one }) : app.change(one);
    }
    if (now.hidden.length === 0) return changeLoss(app, { loss: 'perceptron', batch_size: 1 });
    app.fail({ code: 'heaviside_hidden', field: 'activation', expected: null, got: null, at: null });
    return false;
  });
  return {
    element: list.element,
    set(now) {
      const all = new Set(now.hidden.map((_, l) => activationOf(now, l)));
      const alone = now.hidden.length === 0 && now.output === 'heaviside';
      list.set(alone ? 'heaviside' : all.size > 1 ? 'mixed' : activationOf(now, 0));
    },
  };
}

/** @param {App} app @returns {Control} */
function activationByLayer(app) {
  const { words, session } = app;
  const element = h('div', { class: 'by-layer fields' });
  /** @type {ReturnType<typeof select>[]} */
  let lists = [];
  /** @param {number} l */
  const one = (l) =>
    select(
      app,
      'activation_layer',
      activations(app),
      async (value) => {
        const now = session.description?.current;
        if (!now) return false;
        const wanted = now.hidden.map((_, i) => (i === l ? value : activationOf(now, i)));
        const same = wanted.every((name) => name === value);
        return app.change(/** @type {Patch} */ ({ activation: same ? value : wanted }));
      },
      words.t('activation.of', { layer: l + 1 }),
    );
  return {
    element,
    set(now) {
      if (now.hidden.length !== lists.length || !element.firstChild) {
        lists = now.hidden.map((_, l) => one(l));
        element.replaceChildren(
          ...(lists.length ? lists.map((list) => list.element) : [h('p', { class: 'caption' }, words.t('activation.none'))]),
        );
      }
      lists.forEach((list, l) => list.set(activationOf(now, l)));
    },
  };
}
