// @ts-check
// Headless Chromium that draws in software, as on a machine without a graphics card.

/** @returns {Promise<import('selenium-webdriver/chrome.js').Driver>} */
export async function chromium() {
  const { Builder } = await import('selenium-webdriver');
  const { Options, ServiceBuilder } = await import('selenium-webdriver/chrome.js');
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--window-size=1280,900'];
  const driver = await new Builder()
    .forBrowser('chrome')
    .setChromeOptions(/** @type {any} */ (new Options().addArguments(...flags)))
    .setChromeService(new ServiceBuilder(process.env.CHROMEDRIVER ?? 'chromedriver'))
    .build();
  return /** @type {any} */ (driver);
}

/**
 * Records what the threads of the browser do.
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string[]} categories of events
 */
export async function tracer(driver, categories) {
  const connection = /** @type {any} */ (await driver.createCDPConnection('page'));
  /** @type {import('./trace.js').Event[]} */
  let events = [];
  let complete = () => {};
  connection._wsConnection.on('message', (/** @type {Buffer} */ data) => {
    const { method, params } = JSON.parse(data.toString());
    if (method === 'Tracing.dataCollected') events.push(...params.value);
    if (method === 'Tracing.tracingComplete') complete();
  });
  return {
    async start() {
      events = [];
      const traceConfig = { includedCategories: categories, excludedCategories: ['*'] };
      await connection.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
    },
    async stop() {
      const completed = new Promise((done) => (complete = () => done(null)));
      await connection.send('Tracing.end', {});
      await completed;
      return events;
    },
  };
}
