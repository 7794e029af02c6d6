import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { withStatus } from "../src/shop";

const { customers } = await mockScenario("orders in every state");

test("every order has one status", () => {
  const counts = (["open", "paid", "shipped", "returned"] as const).map((s) => withStatus(customers, s).length);
  expect(counts.reduce((a, b) => a + b, 0)).toBe(customers.length * 5);
});

test("an order can be shipped", () => {
  const order = { ...withStatus(customers, "paid")[0], status: "shipped" as const };
  expect(order.status).toBe("shipped");
});
