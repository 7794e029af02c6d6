import { expect, test } from "vitest";
import { hall } from "../src/inventory";

test("shelves come in order", async () => {
  const rows = await hall("F");
  expect(rows[3].map(({ shelf }) => shelf)[7]).toBe("F-3-7");
});
