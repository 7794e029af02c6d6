// node pinch.cjs BROWSER PAGE: two fingers move apart on the chart of a phone; prints what is in view.
'use strict';
require('./opened.cjs')(async ({ page, settled, text }) => {
  await page.$eval('#timeline-title', (title) => title.scrollIntoView());
  await settled();
  const box = await (await page.$('.u-over')).boundingBox();
  const y = box.y + box.height / 2, middle = box.x + box.width / 2;
  const left = await page.touchscreen.touchStart(middle - 30, y);
  const right = await page.touchscreen.touchStart(middle + 30, y);
  for (let apart = 30; apart <= 90; apart += 10) { await left.move(middle - apart, y); await right.move(middle + apart, y); }
  await settled();
  const pinched = await text('#range');
  await left.end(); await right.end();
  await page.touchscreen.tap(middle + 50, y);
  await settled();
  return { pinched, tapped: await text('#readout .instant'), after: await text('#range') };
}, { width: 390, height: 844 });
