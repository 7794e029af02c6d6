import { expect, test } from "vitest";
import { check, tokens } from "../src/parse";

test("formulas: words", () => {
  expect(tokens("sum max")).toHaveLength(2);
  expect(tokens("a")).toHaveLength(1);
});
