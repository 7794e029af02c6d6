import { expect, test } from "vitest";
import { empty, hall } from "../src/inventory";

test("an empty place belongs to its hall", async () => {
  const rows = await hall("G");
  expect(empty(rows.flat()).every((sku) => sku.startsWith("sku-G-"))).toBe(true);
});
