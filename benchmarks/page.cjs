// node page.cjs BROWSER PAGE: how long a page takes to be drawn, and to be drawn again when zoomed.
'use strict';
const ZOOMS = 20;
require('../tests/report/programs/opened.cjs')(async ({ page }) => ({
  drawn: await page.evaluate(() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000),
  zoomed: await page.evaluate(async (times) => {
    const chart = document.getElementById('chart'), box = document.querySelector('.u-over').getBoundingClientRect();
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const took = [];
    for (let time = 0; time < times; time += 1) {
      chart.dispatchEvent(new WheelEvent('wheel', { deltaY: time % 2 ? 80 : -80, clientX: box.left + box.width / 2, clientY: box.top + 10, cancelable: true }));
      const start = performance.now();
      await frame(); // the page draws in this frame, before us
      took.push(performance.now() - start);
      await frame();
    }
    return took.sort((a, b) => a - b)[Math.floor(times / 2)] / 1000;
  }, ZOOMS),
}));
