// @ts-check
// What is said and how numbers are written, in the reader's language.

/** @typedef {import("./pkg/neurone.js").NeuroneError} NeuroneError */
/** @typedef {Pick<NeuroneError, "code" | "field" | "expected" | "got" | "at">} Fault an error without its English */
/** @typedef {() => Promise<{ default: Record<string, string> }>} Source where texts come from */

/** What has been fetched of each language. @type {Record<string, Record<string, string>>} */
const LANGUAGES = { en: {}, fr: {} };

/** What has not: the texts of the main views, and of those that come later. @type {Record<string, Set<Source>>} */
const MISSING = { en: new Set([() => import('./i18n/en.js')]), fr: new Set([() => import('./i18n/fr.js')]) };

export const languages = Object.keys(LANGUAGES);

/** Whether the texts of a language are here. @param {string} lang */
export const hasTexts = (lang) => !MISSING[lang]?.size;

/** Fetches those that are not. @param {string} lang */
export async function fetchTexts(lang) {
  const fetched = [...(MISSING[lang] ?? [])].map(async (source) => {
    Object.assign(LANGUAGES[lang] ?? {}, (await source()).default);
    MISSING[lang]?.delete(source);
  });
  await Promise.all(fetched);
}

/**
 * Has the texts of views that come later fetched with the others.
 * @param {Record<string, Source>} sources by language
 */
export function addTexts(sources) {
  for (const [lang, source] of Object.entries(sources)) MISSING[lang]?.add(source);
}

/** What somebody has given, as far as a message shows it: a file or a link may hold anything. @param {string} text */
const shortened = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const THIN = '\u202f';
const MINUS = '\u2212';
/** @type {Record<string, string>} */
const RAISED = Object.fromEntries([...'0123456789-'].map((c, i) => [c, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻'][i] ?? c]));

/**
 * The first wanted language that there is; English otherwise.
 * @param {(string | null | undefined)[]} wanted such as "fr-CA"
 */
export function pickLanguage(wanted) {
  const codes = wanted.map((tag) => (tag ?? '').toLowerCase().split('-')[0] ?? '');
  return codes.find((code) => languages.includes(code)) ?? 'en';
}

/**
 * Reads a number as typed, with a comma or a point, thin spaces and any minus sign.
 * @param {string} text
 * @returns {number | null} `null` where it is none
 */
export function parseNumber(text) {
  const plain = text.replace(/\s/g, '').replace(MINUS, '-').replace(',', '.');
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

export class Words {
  /** @param {string} lang a code of `languages` */
  constructor(lang) {
    this.lang = lang;
    this.decimalComma = lang === 'fr';
    /** @type {Record<string, string>} */
    this.texts = LANGUAGES[lang] ?? {};
    this.plural = new Intl.PluralRules(lang);
  }

  /**
   * The text of `key` with its {placeholders} filled in; "one|other" is chosen by `n`.
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  t(key, values = {}) {
    const [one = key, other = one] = (this.texts[key] ?? key).split('|');
    const text = this.plural.select(Number(values['n'] ?? 1)) === 'one' ? one : other;
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name] ?? '';
      return typeof value === 'number' ? this.count(value) : value;
    });
  }

  /** @param {string} key */
  has(key) {
    return key in this.texts;
  }

  /**
   * A number with a fixed number of decimals.
   * @param {number} value
   * @param {number} digits
   */
  fixed(value, digits) {
    if (!Number.isFinite(value)) return '–';
    const text = value.toFixed(digits);
    return this.#localise(Number(text) === 0 ? text.replace('-', '') : text);
  }

  /**
   * A positive number of any size in two or three figures, such as 0.16, 5.3 and 2.1 · 10⁻⁷.
   * @param {number} value
   */
  power(value) {
    if (!Number.isFinite(value)) return '–';
    if (value === 0) return '0';
    const [mantissa = '', exponent = ''] = value.toExponential(1).split('e');
    const k = Number(exponent);
    if (k >= -2 && k <= 2) return this.#localise(value.toFixed(Math.max(0, 1 - k)));
    return `${this.#localise(mantissa)}${THIN}·${THIN}10${[...String(k)].map((c) => RAISED[c] ?? c).join('')}`;
  }

  /**
   * A whole number with thin spaces between thousands.
   * @param {number} value
   */
  count(value) {
    const [whole = '', rest] = String(value).split('.');
    const spaced = whole.length > 4 || value >= 1000 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
    return this.#localise(rest === undefined ? spaced : `${spaced}.${rest}`);
  }

  /**
   * Digits with a point, as they were computed, in the reader's form.
   * @param {string} digits
   */
  digits(digits) {
    return this.#localise(digits);
  }

  /**
   * A share of one as whole percent; nearly all and nearly none with a decimal, since they are not all and none.
   * @param {number} share
   */
  percent(share) {
    const nearly = (share > 0 && share < 0.005) || (share >= 0.995 && share < 1);
    const digits = nearly ? this.fixed(Math.min(99.9, Math.max(0.1, 100 * share)), 1) : Math.round(100 * share);
    return `${digits}${this.decimalComma ? THIN : '\u00a0'}%`;
  }

  /**
   * A value as a text field shows it: as short as it can be and still read back.
   * @param {unknown} value
   */
  plain(value) {
    if (typeof value === 'number') return this.#localise(String(value)).replace(MINUS, '-');
    return Array.isArray(value) ? value.join(', ') : String(value ?? '');
  }

  /** A setting that was computed, in at most three figures. @param {number} value */
  short(value) {
    return this.plain(Number(value.toPrecision(3)));
  }

  /** @param {string} field a name of the schema */
  field(field) {
    return this.has(`field.${field}`) ? this.t(`field.${field}`) : shortened(field);
  }

  /**
   * An error in the reader's words: what, what it got, what was expected.
   * @param {Partial<Fault> & {message?: string}} error
   */
  error(error) {
    const codes = [`error.${error.code}.${error.field}`, `error.${error.code}`];
    const code = codes.find((one) => this.has(one)) ?? 'error.unknown';
    const place = typeof error.at === 'number' ? this.t('error.at', { at: error.at + 1 }) : '';
    const [line = '', column = ''] = Array.isArray(error.at) ? error.at : [];
    return this.t(code, {
      line,
      column,
      field: this.field(error.field ?? '') + place,
      n: Number(error.got),
      got: error.got === null || error.got === undefined ? '' : this.#got(String(error.got)),
      expected: this.#expected(error.expected, error.field ?? ''),
      message: error.message ?? '',
    });
  }

  /** @param {string} got */
  #got(got) {
    if (/^("")?$/.test(got.trim())) return this.t('error.empty');
    if (/^".*"$/.test(got)) return shortened(got.slice(1, -1));
    return /^-?[\d.]+$/.test(got) ? this.count(Number(got)) : shortened(got);
  }

  /** @param {NeuroneError["expected"] | undefined} expected @param {string} field whose own names come first */
  #expected(expected, field) {
    if (!expected) return '';
    if (typeof expected === 'string') return this.t(`kind.${expected}`);
    const [low, high] = expected;
    if (typeof low === 'number' && typeof high === 'number') {
      if (low === high) return this.count(low);
      return this.t('error.range', { min: this.count(low), max: this.count(high) });
    }
    return expected
      .map((name) => {
        const key = [`${field}.${name}`, `name.${name}`].find((one) => this.has(one));
        const known = key ? this.t(key) : name;
        return known === name ? name : `${known} (${name})`;
      })
      .join(', ');
  }

  /** @param {string} text */
  #localise(text) {
    const signed = text.replace(/^-/, MINUS);
    return this.decimalComma ? signed.replace('.', ',') : signed;
  }
}
