import { describe, expect, test } from "vitest";
import { items } from "../src/basket";

describe("things that do not hold", () => {
  test("a difference is printed", () => {
    expect(items(3)).toEqual([...items(2), { name: "another", price: 7 }]);
  });

  test("an error has its stack", async () => {
    await Promise.resolve();
    throw new TypeError("on purpose");
  });

  test.skip("this is skipped", () => {});
  test.todo("this is to be written");
});

test("and one passes", () => {
  expect.soft(1).toBe(1);
});
