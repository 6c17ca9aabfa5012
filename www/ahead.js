// @ts-check
// Begins to fetch and compile the first module while the scripts of the page are still on their way.

import { load } from './wasm.js';

// Who waits for it says what went wrong.
load().catch(() => {});
