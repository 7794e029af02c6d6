import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { byMonth } from "../src/report";
import { mockBooks } from "./support";

test("the budget see twelve months", async () => {
  const months = await byMonth(mockBooks(2005));
  expect(months).toHaveLength(12);
  expect(months.every((amount) => amount > 0)).toBe(true);
  await sleep(200);
});

test("an empty year is empty for the budget", async () => {
  expect(await byMonth(mockBooks(2005, 0))).toEqual(new Array(12).fill(0));
});
