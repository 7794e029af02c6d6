import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("GNF is shown with no decimals", () => {
  expect(shown(123506, "GNF")).toBe("123506 GNF");
});

test("nothing is lost when GNF are shared", () => {
  expect(shares(123506, 7).reduce((a, b) => a + b)).toBe(123506);
});
