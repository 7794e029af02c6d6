import assert from "node:assert/strict";
import { describe, test } from "node:test";

describe("things that do not hold", () => {
  test("a difference is printed", () => assert.deepEqual([1, 2, 3], [1, 2, 4]));
  test("an error has its stack", async () => {
    await Promise.resolve();
    throw new TypeError("on purpose");
  });
  test.skip("this is skipped", () => {});
  test.todo("this is to be written");
});

test("and one passes", () => assert.ok(true));
