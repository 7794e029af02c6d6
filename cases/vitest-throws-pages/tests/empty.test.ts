import { expect, test } from "vitest";
import { check, tokens } from "../src/parse";

test("formulas: empty", () => {
  expect(check("nothing")).toBe(0);
  expect(tokens("a")).toHaveLength(1);
});
