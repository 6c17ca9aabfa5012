// @ts-check
// The texts of all that comes later than the first level, which are fetched with what shows them.

import { addTexts } from './words.js';

addTexts({ en: () => import('./i18n/further/en.js'), fr: () => import('./i18n/further/fr.js') });
