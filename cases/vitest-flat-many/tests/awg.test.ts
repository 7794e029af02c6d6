import { expect, test } from "vitest";
import { shares, shown } from "../src/money";

test("AWG is shown with 2 decimals", () => {
  expect(shown(123464, "AWG")).toBe("1234.64 AWG");
});

test("nothing is lost when AWG are shared", () => {
  expect(shares(123464, 7).reduce((a, b) => a + b)).toBe(123464);
});
