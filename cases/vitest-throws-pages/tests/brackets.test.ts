import { expect, test } from "vitest";
import { check, tokens } from "../src/parse";

test("formulas: brackets", () => {
  expect(() => check("sum (2 4")).toThrow(SyntaxError);
  expect(tokens("a")).toHaveLength(1);
});
