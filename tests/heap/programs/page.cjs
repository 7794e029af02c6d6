// node page.cjs PAGE: opens the page as a browser would and looks around; prints what it saw.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const { JSDOM, VirtualConsole } = createRequire(path.join(process.cwd(), 'x.js'))('jsdom');
const errors = [];
const virtualConsole = new VirtualConsole();
virtualConsole.on('jsdomError', (error) => errors.push(error.message));
const size = (name, value) => (window) => Object.defineProperty(window.HTMLElement.prototype, name, { get: () => value });
const { window } = new JSDOM(fs.readFileSync(process.argv[2], 'utf8'), {
  runScripts: 'dangerously', virtualConsole,
  beforeParse(w) { size('clientWidth', 900)(w); size('clientHeight', 400)(w); },
});
const all = (selector) => [...window.document.querySelectorAll(selector)];
const boxes = all('#map button');
const area = boxes.reduce((sum, box) => {
  const [, width, height] = /width:([\d.]+)px;height:([\d.]+)px/.exec(box.getAttribute('style'));
  return sum + width * height;
}, 0);
const labels = boxes.map((box) => box.textContent);
boxes.find((box) => !box.textContent.includes('everything else')).click();
window.dispatchEvent(new window.Event('resize')); // what is looked at stays
console.log(JSON.stringify({
  errors, labels, area: Math.round(area), headline: all('#headline')[0].textContent,
  steps: all('#detail details').length, images: all('img').length, hacked: window.hacked ?? null,
}));
