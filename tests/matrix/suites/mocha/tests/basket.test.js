const assert = require("node:assert/strict");
const { items, total } = require("../basket");

let kept = [];

before(() => {
  kept = items(10);
});
after(() => {
  kept = [];
});

describe("a basket", () => {
  beforeEach(() => console.log("one begins"));
  afterEach(() => console.log("one ended"));

  it("has a total", () => assert.equal(total(kept), 45));

  describe("that is large", () => {
    it("takes a while", async () => {
      // Long enough that a reading falls into it, and as many rounds each time.
      let held = [];
      for (let n = 0; n < 60; n++) held = items(20_000);
      await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal(total(held), 199_990_000);
    }).slow(60_000);
  });
});
