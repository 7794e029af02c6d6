// node tour.cjs BROWSER PAGE: uses every part of the page once; prints what it saw after each step.
'use strict';
require('./opened.cjs')(async ({ page, errors, asked, settled, text }) => {
  const seen = {};
  const after = async (name, act) => { await act(); await settled(); seen[name] = await text('#range'); };
  const press = (...keys) => async () => { await page.focus('#chart'); for (const key of keys) await page.keyboard.press(key); };
  const paint = () => page.$eval('#chart canvas', (canvas) => canvas.toDataURL());
  seen.whole = await text('#range');
  await page.$eval('#timeline-title', (title) => title.scrollIntoView());
  const box = await (await page.$('.u-over')).boundingBox();
  const at = (share) => [box.x + share * box.width, box.y + box.height / 2];

  await page.mouse.move(...at(0.25));
  await settled();
  seen.hovered = await text('#readout');
  await after('dragged', async () => { await page.mouse.down(); await page.mouse.move(...at(0.5), { steps: 4 }); await page.mouse.up(); });
  await after('doubled', async () => { await page.mouse.click(...at(0.5), { count: 2 }); });
  await after('wheeled', async () => { await page.mouse.wheel({ deltaY: -400 }); });
  await after('home', press('Home'));
  await after('plus', press('+'));
  await after('minus', press('-'));
  await after('button', () => page.click('#in'));
  await after('all', () => page.click('#all'));
  await press(']')();
  await settled();
  seen.said = await text('#said');

  const plain = await paint();
  await after('focused', () => page.focus('.finding'));
  await page.click('#all');
  await settled();
  seen.lit = (await paint()) !== plain;

  const column = (number) => page.$$eval(`#files-table tbody tr > :nth-child(${number})`, (cells) => cells.map((cell) => cell.textContent));
  seen.heads = await page.$$eval('#files-table thead th', (cells) => cells.map((cell) => [cell.textContent, cell.getAttribute('aria-sort')]));
  await page.click('#files-table thead th:first-child button');
  seen.up = await column(1);
  await page.click('#files-table thead th:first-child button');
  seen.down = await column(1);
  await page.type('#files-table input', 'file-003');
  seen.found = await column(1);
  await after('picked', () => page.click('#files-table tbody button'));

  const tiles = () => page.$$eval('.map button', (all) => all.map((tile) => [tile.textContent, tile.offsetWidth * tile.offsetHeight]));
  seen.area = await page.$eval('.map', (map) => map.clientWidth * map.clientHeight);
  seen.tiles = await tiles();
  await page.select('#dearest select', 'rss_peak');
  seen.others = await tiles();

  await page.click('#all');
  await settled();
  const all = await paint();
  await page.click('.held .link');
  await settled();
  seen.alone = (await paint()) !== all && (await page.$$eval('.held input', (boxes) => boxes.filter((one) => one.checked).length));

  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  seen.themes = {};
  for (let times = 0; times < 3; times += 1) { seen.themes[await text('#theme')] = await colour(); await page.click('#theme'); }
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  seen.themes['dark system'] = await colour();

  seen.hacked = await page.evaluate(() => window.hacked ?? null);
  seen.elements = await page.evaluate(() => ['img', 'script', 'iframe', 'object', 'a[href]:not([href^="https://example.org/"])', '[onerror]'].map((one) => document.querySelectorAll(one).length));
  seen.title = await page.title();

  // What the page's policy is to forbid, tried from within; the browser's complaints are no errors.
  Object.assign(seen, { errors: [...errors], asked: [...asked] });
  seen.forbidden = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const fetched = await fetch('https://example.org/').then(() => true, () => false);
    const image = await new Promise((done) => {
      const one = new Image();
      one.onload = () => done(true); one.onerror = () => done(false);
      one.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
    });
    let evaluated = true;
    try { window.eval('1'); } catch { evaluated = false; }
    return { injected: Boolean(window.injected), fetched, image, evaluated };
  });
  return seen;
});
