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
