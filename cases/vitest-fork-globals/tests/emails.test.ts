import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { search } from "../src/shop";

const { customers } = await mockScenario("a newsletter goes out");

test("a customer is found by the address", () => {
  expect(search(customers, "customer-42@")).toHaveLength(1);
});

test("no two customers share an address", () => {
  expect(new Set(customers.map(({ email }) => email)).size).toBe(customers.length);
});
