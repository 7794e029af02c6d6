// node glance.cjs BROWSER PAGE WIDTH SHARE: the page as it opens, on a screen of a width.
// Says how much wider than the screen it is, and how high the chart is painted at a share of it.
'use strict';
const [width, share] = process.argv.slice(4).map(Number);
require('./opened.cjs')(async ({ page, text }) => ({
  tooWide: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
  sentence: await text('#sentence'),
  findings: await text('#findings'),
  files: await text('#files'),
  notes: await text('#notes'),
  readings: await text('#readout'),
  // Share of the chart's height that anything but the grid reaches, near that share of its width.
  painted: await page.evaluate((where) => {
    const over = document.querySelector('.u-over'), canvas = document.querySelector('#chart canvas');
    const scale = canvas.width / canvas.clientWidth;
    const left = Math.round((over.offsetLeft + where * over.clientWidth) * scale), top = Math.round(over.offsetTop * scale);
    const height = Math.round(over.clientHeight * scale);
    const { data } = canvas.getContext('2d').getImageData(left - 2, top, 5, height);
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < 5; column += 1) if (data[(row * 5 + column) * 4 + 3] > 200) return 1 - row / height;
    }
    return 0;
  }, share),
}), { width, height: 844 });
