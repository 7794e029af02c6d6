import { expect, test } from "vitest";
import { check, tokens } from "../src/parse";

test("formulas: numbers", () => {
  expect(tokens("12 7").map(({ text }) => text)).toEqual(["12", "7"]);
  expect(tokens("a")).toHaveLength(1);
});
