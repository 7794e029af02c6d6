import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { total } from "../src/shop";

const { customers } = await mockScenario("the summer sale");

test("a tenth off costs less", () => {
  const order = customers[3].orders[1];
  const lines = order.lines.map((line) => ({ ...line, cents: Math.floor(line.cents * 0.9) }));
  expect(total({ ...order, lines })).toBeLessThan(total(order));
});

test("the sale leaves the order alone", () => {
  expect(customers[3].orders[1].lines[0].quantity).toBe(1);
});
