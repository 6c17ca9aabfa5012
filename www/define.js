// @ts-check
// Importing this module registers the element.

import { NeuronePlayground } from './playground.js';

if (!customElements.get('neurone-playground')) customElements.define('neurone-playground', NeuronePlayground);
