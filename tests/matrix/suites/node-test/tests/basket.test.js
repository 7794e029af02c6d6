import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { items, total } from "../basket.js";

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

  test("has a total", () => assert.equal(total(kept), 45));

  describe("that is large", () => {
    test("takes a while", async () => {
      // Long enough that a reading falls into it, and as many rounds each time.
      let held = [];
      for (let n = 0; n < 60; n++) held = items(20_000);
      await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal(total(held), 199_990_000);
    });
  });
});
