import { expect, test } from "vitest";
import { empty, hall } from "../src/inventory";

test("places without pieces are found", async () => {
  const rows = await hall("D");
  expect(empty(rows.flat()).length).toBeGreaterThan(500);
});
