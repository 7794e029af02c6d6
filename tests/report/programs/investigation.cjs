// node investigation.cjs BROWSER PAGE WIDTH: what the part about an investigation shows.
'use strict';
require('./opened.cjs')(async ({ page, text, settled }) => {
  const rows = (selector) => page.$$eval(selector, (all) => all.map((one) => one.innerText));
  const seen = {
    hidden: await page.$eval('#investigation', (section) => section.hidden),
    hacked: await page.evaluate(() => window.hacked ?? null),
    images: await page.$$eval('img, a[href^="javascript"]', (all) => all.length),
    tooWide: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    outcome: await text('#outcome'),
    titles: await rows('#asked h3'),
    rejected: await rows('#rejected li'),
    cure: await rows('#cure pre'),
    tables: await page.$$eval('#asked table', (all) => all.map((table) => [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)))),
    // Each bar: its name, its share of its track, how many runs are marked in it, what it says.
    bars: await page.$$eval('#investigation .bar', (all) => all.map((row) => {
      const [name, track, value] = row.children, fill = track.querySelector('.fill');
      return [name.textContent, Math.round((100 * fill.offsetWidth) / track.clientWidth), track.querySelectorAll('.run').length, value.textContent];
    })),
  };
  if (seen.hidden) return seen;
  await page.click('#asked a');
  seen.target = await page.evaluate(() => document.querySelector(':target')?.className ?? null);
  await page.click('#cure button');
  await settled();
  await page.waitForFunction(() => document.querySelector('#cure button').textContent !== 'copy');
  seen.selected = await page.evaluate(() => getSelection().toString());
  return seen;
}, { width: Number(process.argv[4]), height: 900 });
