import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("ILS is shown with 2 decimals", () => {
  expect(shown(123514, "ILS")).toBe("1235.14 ILS");
});

test("nothing is lost when ILS are shared", () => {
  expect(shares(123514, 7).reduce((a, b) => a + b)).toBe(123514);
});
