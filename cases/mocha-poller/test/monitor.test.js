const assert = require("node:assert");
const { setTimeout: sleep } = require("node:timers/promises");
const { Monitor } = require("../src/monitor");
const { status } = require("../src/service");

describe("a monitor", () => {
  let monitor;

  beforeEach(() => {
    monitor = new Monitor(status);
    monitor.start();
  });

  it("is healthy while the service is up", async () => {
    await sleep(30);
    assert.ok(monitor.healthy);
  });

  it("keeps what it saw", async () => {
    await sleep(30);
    assert.ok(monitor.history.length > 0);
  });
});
