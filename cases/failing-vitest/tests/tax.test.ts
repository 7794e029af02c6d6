import { expect, test } from "vitest";
import { tax } from "../src/bill";

test("a round sum is taxed exactly", () => {
  expect(tax([{ name: "chair", cents: 10_000, quantity: 1 }], 19)).toBe(1_900);
});

test("tax is rounded once", () => {
  const items = Array.from({ length: 10 }, () => ({ name: "pencil", cents: 33, quantity: 1 }));
  expect(tax(items, 19)).toBe(63);
});
