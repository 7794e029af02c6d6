const assert = require("node:assert");
const { setTimeout: sleep } = require("node:timers/promises");
const { normalized, product, vector } = require("../src/embeddings");

describe("fruit", () => {
  it("a vector is nearest to itself", async () => {
    const one = vector(globalThis.embeddings, 203);
    assert.ok(product(one, one) > 0);
    await sleep(150);
  });

  it("normalized vectors have the length 1", function () {
    this.timeout(60_000);
    const some = normalized(globalThis.embeddings, 500, 2000);
    assert.ok(Math.abs(product(vector(some, 0), vector(some, 0)) - 1) < 1e-9);
  });
});
