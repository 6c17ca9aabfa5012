// @ts-check
// What the attributes of the element ask for.

import { fitting } from './datasets.js';
import { LIVE, SANDBOX, experimentOf, stepsOf } from './ladder.js';
import { readLink } from './link.js';
import { PACES } from './loop.js';
import { LEVELS, choose, flatten, namedOf, readAttributes, recall } from './state.js';

/**
 * @typedef {import('./state.js').App} App
 * @typedef {import('./state.js').Fault} Fault
 * @typedef {import('./state.js').Experiment} Experiment
 */

const THEMES = ['light', 'dark', 'auto'];

/**
 * @typedef {object} Wish
 * @property {Pick<import('./state.js').View, 'level' | 'pace'>} view
 * @property {string | null} rung
 * @property {string | null} preset
 * @property {Record<string, unknown>} fields
 * @property {boolean} linked whether a share link is asked for, which starts from the defaults
 * @property {string} viewed equal for equal wishes of the view
 * @property {string} asked equal for equal wishes of the experiment
 * @property {Fault[]} faults
 */

/**
 * Reads all attributes; a bad one is a fault and as good as none.
 * @param {(name: string) => string | null} get
 * @param {App} app
 * @returns {Wish}
 */
export function readWish(get, app) {
  const { schema } = app;
  /** @type {Fault[]} */
  const faults = [];
  const names = namedOf(app).map(({ name }) => name);
  const address = get('link') ?? '';
  // A whole address will do.
  const link = readLink(address.slice(address.lastIndexOf('#') + 1), schema);
  faults.push(...(link?.faults ?? []));
  if (address && !link) faults.push({ code: 'link_none', field: 'link', expected: null, got: address, at: null });
  const rung = choose('rung', link ? link.rung : get('rung'), LIVE, faults);
  const preset = choose('preset', link ? link.preset : get('preset'), names, faults);
  const fields = { ...link?.fields, ...readAttributes(get, schema) };
  choose('theme', get('theme'), THEMES, faults);
  const usual = link?.level ?? choose('level', recall('level'), LEVELS, []) ?? (rung === 'sandbox' ? '2' : '1');
  const view = {
    level: choose('level', get('level'), LEVELS, faults) ?? usual,
    pace: choose('pace', get('pace'), PACES, faults) ?? app.view.pace,
  };
  const viewed = JSON.stringify([rung, get('level'), get('pace'), get('link')]);
  const asked = JSON.stringify([rung, preset, fields, get('link')]);
  return { view, rung, preset, fields, linked: link !== null, viewed, asked, faults };
}

/**
 * The rung and the experiment of a wish. Fields that are refused keep the value of the preset.
 * @param {Wish} wish
 * @param {App} app
 * @returns {{ rung: string, experiment: Experiment, faults: Fault[] }}
 */
export function grant({ rung: asked, preset, fields, linked, faults }, app) {
  const { parse_experiment } = app.pens;
  const all = namedOf(app);
  const rung = asked ?? (preset || linked || Object.keys(fields).length ? '' : '1');
  const named = all.find(({ name }) => name === (preset ?? SANDBOX))?.experiment;
  /** @type {Partial<Experiment> | null} */
  const given = linked && !preset ? {} : null;
  const base = given ?? (preset ? null : experimentOf(stepsOf(rung)[0] ?? '', all)) ?? named;
  const { errors } = parse_experiment({ ...base, ...fields });
  const refused = new Set(errors.map(({ field }) => field));
  const good = Object.entries(fields).filter(([name]) => !refused.has(name));
  const wanted = Object.fromEntries(good);
  // Loss and output of the base go where what is asked for takes others.
  const { output, ...rest } = base ?? {};
  const start = 'loss' in wanted && !('output' in wanted) ? rest : base;
  const fitted = fitting(flatten(parse_experiment(base ?? {}).experiment), wanted);
  const { experiment } = parse_experiment({ ...start, ...fitted, ...wanted });
  // Points that could not be read leave nothing to take them from.
  if (experiment.dataset === 'points' && !experiment.points)
    experiment.dataset = base?.points ? 'points' : (named?.dataset ?? 'blobs');
  return { rung, experiment, faults: [...faults, ...errors] };
}
