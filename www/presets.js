// @ts-check
// Exercises that others set with TensorFlow Playground, as experiments with its settings: `presets.json`,
// which `tests/presets.rs` carries out.

import { h } from './dom.js';

/**
 * @typedef {import("./state.js").App} App
 * @typedef {import("./state.js").Experiment} Experiment
 */

/**
 * @typedef {object} Exercise
 * @property {string} name
 * @property {string} group whose exercise it is
 * @property {Experiment} experiment
 */

/**
 * All exercises; none where the list cannot be had.
 * @param {Promise<import("./wasm.js").Module>} loading the module that reads them
 * @returns {Promise<Exercise[]>}
 */
export async function loadExercises(loading) {
  try {
    const response = await fetch(new URL('./presets.json', import.meta.url));
    /** @type {{ base: object, presets: { name: string, group: string, experiment: object }[] }} */
    const { base, presets } = await response.json();
    const { parse_experiment } = await loading;
    return presets.map(({ name, group, experiment }) => ({
      name,
      group,
      experiment: parse_experiment({ ...base, ...experiment }).experiment,
    }));
  } catch {
    return [];
  }
}

/** The groups of the menu. @param {App} app */
export function exerciseGroups(app) {
  const groups = [...new Set(app.exercises.map(({ group }) => group))];
  return groups.map((group) =>
    h(
      'optgroup',
      { label: app.words.t(`exercises.${group}`) },
      ...app.exercises
        .filter((one) => one.group === group)
        .map((one) => h('option', { value: one.name }, titleOf(app, one))),
    ),
  );
}

/**
 * Such as "disc · 4, 2 · tanh".
 * @param {App} app
 * @param {Exercise} exercise
 */
function titleOf({ words }, { name, experiment: { dataset, features, hidden, activation } }) {
  if (words.has(`exercise.${name}`)) return words.t(`exercise.${name}`);
  const given = features.length > 2 ? [words.t('exercise.inputs', { n: features.length })] : [];
  const network = hidden.length ? [hidden.join(', '), words.t(`name.${activation}`)] : [words.t('neurons', { n: 1 })];
  return [words.t(`name.${dataset}`), ...given, ...network].join(' · ');
}

/**
 * What is to be found out.
 * @param {App} app
 * @param {Exercise} exercise
 */
export function taskOf({ words }, { name, group }) {
  const own = `task.${name.split('_').slice(0, 2).join('_')}`;
  return words.t(words.has(own) ? own : `task.${group}`);
}
