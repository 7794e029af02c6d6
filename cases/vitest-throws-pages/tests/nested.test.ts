import { expect, test } from "vitest";
import { check, tokens } from "../src/parse";

test("formulas: nested", () => {
  expect(check("max (min (1 2) 3)")).toBe(0);
  expect(tokens("a")).toHaveLength(1);
});
