import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { withStatus } from "../src/shop";

const { customers } = await mockScenario("a customer of many years");

test("a customer sees five orders", () => {
  expect(customers[7].orders).toHaveLength(5);
});

test("what was shipped is in the history", () => {
  expect(withStatus([customers[7]], "shipped").length).toBeGreaterThan(0);
});
