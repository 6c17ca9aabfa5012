/**
 * Opens the page in a real browser: the engine of NEURONE_ENGINE (chromium, firefox or webkit), at the
 * address of NEURONE_URL. `cargo xtask test` sets both; by hand, `cargo xtask serve` and
 * `NEURONE_URL=http://127.0.0.1:8080/ NEURONE_ENGINE=firefox node --test tests/e2e/smoke.test.mjs`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { Builder, Capabilities } from 'selenium-webdriver';
import { ServiceBuilder } from 'selenium-webdriver/chrome.js';

/**
 * @typedef {object} Options
 * @property {number} width of the viewport, CSS pixels; Firefox and WebKit stop at about 500
 * @property {number} height of the viewport, CSS pixels
 * @property {number} scale device pixels per CSS pixel; 1 in WebKit
 * @property {'light' | 'dark'} theme
 * @property {string} lang what the browser prefers; English in WebKit
 * @property {'' | 'reduced motion' | 'forced colors'} wish of the system for all pages; none in WebKit
 */

/** @type {Options} */
const DEFAULTS = { width: 1280, height: 900, scale: 1, theme: 'light', lang: 'en', wish: '' };

/** How each engine is driven: its driver and what the driver is asked for. */
const ENGINES = {
  chromium: {
    driver: process.env.CHROMEDRIVER ?? 'chromedriver',
    /** @param {Options} options */
    capabilities: ({ width, height, scale, theme, lang, wish }) => ({
      browserName: 'chrome',
      'goog:loggingPrefs': { browser: 'ALL' },
      'goog:chromeOptions': {
        args: [
          '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
          '--disable-background-networking', `--lang=${lang}`, ...(theme === 'dark' ? ['--force-dark-mode'] : []),
          ...(wish === 'reduced motion' ? ['--force-prefers-reduced-motion'] : []),
          ...(wish === 'forced colors' ? ['--force-high-contrast'] : []),
        ],
        prefs: { 'intl.accept_languages': lang },
        mobileEmulation: { deviceMetrics: { width, height, pixelRatio: scale, mobile: false, touch: false } },
      },
    }),
  },
  firefox: {
    driver: process.env.GECKODRIVER ?? 'geckodriver',
    /** @param {Options} options */
    capabilities: ({ scale, theme, lang, wish }) => ({
      browserName: 'firefox',
      'moz:firefoxOptions': {
        args: ['-headless'],
        prefs: {
          'intl.accept_languages': lang,
          'layout.css.devPixelsPerPx': String(scale),
          'layout.css.prefers-color-scheme.content-override': theme === 'dark' ? 0 : 1,
          'ui.prefersReducedMotion': wish === 'reduced motion' ? 1 : 0,
          'browser.display.document_color_use': wish === 'forced colors' ? 2 : 0,
        },
      },
    }),
  },
  webkit: {
    driver: 'WebKitWebDriver',
    capabilities: () => ({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { args: ['--automation'] },
    }),
  },
};

const url = setting('NEURONE_URL');

/** The engine under test. */
export const engine = /** @type {keyof typeof ENGINES} */ (setting('NEURONE_ENGINE'));

/**
 * A browser with a page in it; it is closed after the tests of the file.
 * @param {Partial<Options>} options
 */
export async function open(options = {}) {
  const all = { ...DEFAULTS, ...options };
  const { driver: program, capabilities } = ENGINES[engine];
  const screen = engine === 'webkit' ? await startScreen() : null;
  // Chromium's builder suits every driver: they all take `--port`.
  const service = new ServiceBuilder(program)
    .setEnvironment({ .../** @type {Record<string, string>} */ (process.env), ...screen?.environment(all) })
    .build();
  const driver = await new Builder()
    .usingServer(await service.start())
    .withCapabilities(new Capabilities(capabilities(all)))
    .build();
  after(async () => {
    await driver.quit();
    await service.kill();
    screen?.process.kill();
  });
  if (engine !== 'chromium') await resize(driver, all);
  return new Page(driver);
}

/** WebKit draws on a screen only: one of its own, that nobody sees. */
async function startScreen() {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '2560x1600x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await once(/** @type {import('node:stream').Readable} */ (child.stdio[3]), 'data');
  return {
    process: child,
    /** @param {Options} options */
    environment: ({ theme }) => ({
      DISPLAY: `:${String(number).trim()}`,
      // Without one that it knows, it gives its language as 'C'.
      LANG: 'en_US.UTF-8',
      GTK_THEME: theme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
      // Its sandbox does not start for root, nor in a container.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      // Version 2.50 frees textures on the wrong thread (WebKit bug 304134), of which the page dies now and then.
      WEBKIT_SKIA_ENABLE_CPU_RENDERING: '1',
    }),
  };
}

/**
 * Gives the viewport its size; the driver can only size the window around it.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {Options} options
 */
async function resize(driver, { width, height }) {
  const [dx, dy] = await driver.executeScript('return [outerWidth - innerWidth, outerHeight - innerHeight]');
  await driver.manage().window().setRect({ x: 0, y: 0, width: width + dx, height: height + dy });
  const done = `return innerWidth === ${width} && innerHeight === ${height}`;
  await driver.wait(() => driver.executeScript(done), 5000, `${engine} cannot be ${width} x ${height}`);
}

/** Errors of any kind, kept from the first script on in `window.errors`. */
const HOOK = `
  window.errors = [];
  const keep = (...words) => window.errors.push(words.join(' '));
  const said = console.error;
  console.error = (...words) => (keep(...words), said.apply(console, words));
  document.open();
  addEventListener('error', (e) => keep(e.message ?? 'not loaded:', e.target.src ?? e.target.href ?? ''), true);
  addEventListener('unhandledrejection', (e) => keep(e.reason));
  addEventListener('securitypolicyviolation', (e) => keep(e.violatedDirective, e.blockedURI));
  document.write(arguments[0]);
  document.close();`;

class Page {
  /** @param {import('selenium-webdriver').WebDriver} driver */
  constructor(driver) {
    this.driver = driver;
  }

  /**
   * Loads the page, `path` being what follows the root of the address, and waits until it is complete.
   * Chromium keeps a log of everything that goes wrong; the others are given the page from inside an empty
   * one of the same origin, where its errors are listened for before its first script.
   */
  async load(path = '') {
    if (engine === 'chromium') return this.driver.get(url + path);
    const html = await (await fetch(url)).text();
    await this.driver.get(`${url}empty`);
    await this.run(`history.replaceState(null, '', arguments[0])`, `/${path}`);
    await this.run(HOOK, html);
    await this.until(`return document.readyState === 'complete'`);
  }

  /**
   * What a script (the body of a function) returns from the page.
   * @param {string} script
   * @param {unknown[]} args its `arguments`
   * @returns {Promise<any>}
   */
  run(script, ...args) {
    return this.driver.executeScript(script, ...args);
  }

  /**
   * Waits until a script returns something true, and returns that.
   * @param {string} script
   */
  until(script, milliseconds = 10_000) {
    return this.driver.wait(() => this.run(script), milliseconds, script);
  }

  /**
   * The first match inside the playground, waited for.
   * @param {string} selector
   * @returns {Promise<import('selenium-webdriver').WebElement>}
   */
  find(selector) {
    const host = `document.querySelector('neurone-playground')`;
    return this.until(`return ${host}?.shadowRoot?.querySelector(${JSON.stringify(selector)})`);
  }

  /** What has gone wrong since the page was loaded or this was last asked. */
  async errors() {
    if (engine !== 'chromium') return this.run('return window.errors.splice(0)');
    const entries = await this.driver.manage().logs().get('browser');
    return entries.filter(({ level }) => level.name === 'SEVERE').map(({ message }) => message);
  }

  /**
   * A test that leaves a picture behind when it fails: target/e2e/ENGINE-NAME.png.
   * @param {string} name
   * @param {() => Promise<void>} body
   */
  test(name, body) {
    test(name, async () => {
      try {
        await body();
      } catch (error) {
        mkdirSync('target/e2e', { recursive: true });
        const file = `target/e2e/${engine}-${name.replaceAll(/\W+/g, '-')}.png`;
        writeFileSync(file, await this.driver.takeScreenshot(), 'base64');
        throw error;
      }
    });
  }
}

/** @param {string} name */
function setting(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
