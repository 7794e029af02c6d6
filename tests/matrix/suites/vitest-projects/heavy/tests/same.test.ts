import { beforeAll, expect, test } from "vitest";

let held: number[][] = [];

beforeAll(() => {
  held = Array.from({ length: 2000 }, () => Array.from({ length: 1000 }, (_, n) => n));
});

test("a heavy one", () => {
  console.log("heavy");
  expect(held.flat().length).toBe(2_000_000);
});
