import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { revenue, total } from "../src/shop";

const { customers } = await mockScenario("the export of the year");

test("the export has a row for each order", () => {
  const rows = customers.flatMap(({ id, orders }) => orders.map((order) => [id, order.id, total(order)]));
  expect(rows).toHaveLength(customers.length * 5);
});

test("the rows add up to the revenue", () => {
  const sums = customers.flatMap(({ orders }) => orders.map(total));
  expect(sums.reduce((a, b) => a + b, 0)).toBe(revenue(customers));
});
