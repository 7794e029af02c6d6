import { expect, test } from "vitest";
import { hall } from "../src/inventory";

test("everything was counted in 2025", async () => {
  const rows = await hall("C");
  const dates = rows.flat().flatMap(({ articles }) => articles.map(({ counted }) => counted));
  expect(dates.every((date) => date.startsWith("2025-"))).toBe(true);
});
