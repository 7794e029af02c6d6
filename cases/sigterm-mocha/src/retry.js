const { setTimeout: sleep } = require("node:timers/promises");

/** Try until it works; every time waits for longer than the one before. */
async function retry(call, times, pause) {
  for (let n = 0; n < times; n++) {
    if (await call(n)) return n;
    await sleep(pause * (n + 1));
  }
  return -1;
}

module.exports = { retry };
