import { expect, test } from "vitest";
import { euros, print } from "../src/print";

test("cents have two digits", () => {
  expect(euros(1205)).toBe("12.05");
});

test("a long bill has a line for each item and a total", () => {
  const items = Array.from({ length: 200_000 }, (_, n) => ({ name: `item ${n}`, cents: 100, quantity: 1 }));
  expect(print(items, 0)).toHaveLength(items.length + 1);
});
