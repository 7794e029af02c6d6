const assert = require("node:assert");
const { setTimeout: sleep } = require("node:timers/promises");
const { rates, spread } = require("../src/rates");

describe("day 30", () => {
  it("has a rate for each quarter of a minute", async () => {
    assert.strictEqual(rates(30).length, 46080);
    await sleep(60);
  });

  it("never sells below what it buys for", async () => {
    assert.ok(rates(30).every((rate) => spread(rate) > 0));
    assert.ok(rates(3000).every((rate) => spread(rate) > 0));
    await sleep(60);
  });
});
