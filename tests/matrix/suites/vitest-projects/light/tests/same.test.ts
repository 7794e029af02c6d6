import { expect, test } from "vitest";

test("a light one", () => {
  console.log("light");
  expect(1).toBe(1);
});
