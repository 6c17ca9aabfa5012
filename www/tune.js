// @ts-check
// What the second level brings: the controls of points and training, editing and drawing. Fetched with it.

export { dataControls } from './datacontrols.js';
export { editor as board } from './draw.js';
export { editor } from './edit.js';
export { modelControls } from './modelcontrols.js';
