const assert = require("node:assert/strict");

describe("things that do not hold", () => {
  it("a difference is printed", () => assert.deepEqual([1, 2, 3], [1, 2, 4]));
  it("an error has its stack", async () => {
    await Promise.resolve();
    throw new TypeError("on purpose");
  });
  it.skip("this is skipped", () => {});
  it("this is to be written");
});

it("and one passes", () => assert.ok(true));
