import { expect, test } from "vitest";
import { hall } from "../src/inventory";

test("a shelf is named after its row", async () => {
  const rows = await hall("I");
  expect(rows[11][0].shelf).toBe("I-11-0");
});
