import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { bestCustomers, revenue } from "../src/shop";

const { customers } = await mockScenario("a year of business");

test("the best customers come first", () => {
  const [first, second, third] = bestCustomers(customers, 3).map((customer) => revenue([customer]));
  expect(first).toBeGreaterThanOrEqual(second);
  expect(second).toBeGreaterThanOrEqual(third);
});

test("no more customers come than are asked for", () => {
  expect(bestCustomers(customers, 5)).toHaveLength(5);
});
