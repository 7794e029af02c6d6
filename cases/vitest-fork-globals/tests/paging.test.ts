import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { search } from "../src/shop";

const { customers } = await mockScenario("two hundred pages of customers");

test("the first page starts with the first customer", () => {
  expect(customers.slice(0, 40)[0].name).toBe("Customer 0");
});

test("a search may fill many pages", () => {
  expect(search(customers, "Customer 1").length).toBeGreaterThan(40);
});
