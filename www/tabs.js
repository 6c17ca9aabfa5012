// @ts-check
// The drawer of the feed-forward networks, fetched when it is first opened.

import { activationsTab } from './activations.js';
import { drawer as drawerOf } from './drawer.js';
import { equationsTab } from './equations.js';
import { gradientsTab } from './gradients.js';
import { shapesTab } from './shapes.js';
import { surfaceTab } from './surface.js';
import { warpedTab } from './warped.js';
import { weightsTab } from './weights.js';
import { workedTab } from './worked.js';

const TABS = {
  gradients: gradientsTab,
  worked: workedTab,
  shapes: shapesTab,
  equations: equationsTab,
  activations: activationsTab,
  warped: warpedTab,
  surface: surfaceTab,
  weights: weightsTab,
};

/** @param {import("./state.js").App} app */
export const drawer = (app) => drawerOf(app, TABS);
