const assert = require("node:assert");
const { setTimeout: sleep } = require("node:timers/promises");
const { load, postage } = require("../src/parcel");

describe("tour 1", () => {
  const parcels = Array.from({ length: 20_000 }, (_, n) => ({ grams: 200 + ((n * 13) % 4800), street: `street ${n}` }));

  it("loads every parcel", async () => {
    assert.strictEqual(load(parcels, 900_000).flat().length, parcels.length);
    await sleep(150);
  });

  it("knows what the parcels cost", async () => {
    assert.ok(parcels.every(({ grams }) => postage(grams, 1) > 399));
    await sleep(150);
  });
});
