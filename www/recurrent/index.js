// @ts-check
// The views of sequences, fetched when the first one is asked for.

import '../further.js';
import { drawer as drawerOf } from '../drawer.js';
import { weightsTab } from '../weights.js';
import { addTexts } from '../words.js';
import { flowTab } from './flow.js';
import { workedTab } from './worked.js';

export { dataSlot } from './data.js';
export { modelSlot } from './model.js';
export { outputSlot } from './output.js';
export { race } from './race.js';

addTexts({ en: () => import('./words/en.js'), fr: () => import('./words/fr.js') });

/** The tabs of the third level. */
const TABS = { flow: flowTab, worked: workedTab, weights: weightsTab };

/** @param {import("../state.js").App} app */
export const drawer = (app) => drawerOf(app, TABS);
