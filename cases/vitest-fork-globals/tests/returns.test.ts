import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { total, withStatus } from "../src/shop";

const { customers } = await mockScenario("after the holidays");

test("what comes back is paid back", () => {
  const back = withStatus(customers, "returned").reduce((sum, order) => sum + total(order), 0);
  expect(back).toBeGreaterThan(0);
});

test("a returned order keeps its lines", () => {
  expect(withStatus(customers, "returned")[0].lines).toHaveLength(3);
});
