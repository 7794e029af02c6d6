import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { byCountry } from "../src/shop";

const { customers } = await mockScenario("customers of six countries");

test("every customer has one country", () => {
  const sizes = [...byCountry(customers).values()].map((group) => group.length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(customers.length);
});

test("all six countries appear", () => {
  expect([...byCountry(customers).keys()].sort()).toEqual(["DE", "FR", "IT", "NL", "PL", "SE"]);
});
