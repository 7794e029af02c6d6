// What every tour shares: a page opened from its file, and what went wrong in it.
'use strict';
const path = require('node:path');
const { createRequire } = require('node:module');
const puppeteer = createRequire(path.join(process.cwd(), 'x.js'))('puppeteer-core');

module.exports = async function opened(look, { width = 1200, height = 900, scheme = 'light' } = {}) {
  const browser = await puppeteer.launch({
    executablePath: process.argv[2], headless: true, protocolTimeout: 240000,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  try {
    const page = await browser.newPage(), errors = [], asked = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => { if (message.type() !== 'log') errors.push(message.text()); });
    page.on('request', (request) => { if (!request.url().startsWith('file:')) asked.push(request.url()); });
    await page.setViewport({ width, height, isMobile: width < 500, hasTouch: width < 500 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(`file://${process.argv[3]}`);
    const settled = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await settled();
    const seen = await look({ page, errors, asked, settled, text: (selector) => page.$eval(selector, (element) => element.textContent) });
    console.log(JSON.stringify({ errors, asked, ...seen }));
  } finally {
    await browser.close();
  }
};
