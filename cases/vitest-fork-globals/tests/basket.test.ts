import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { total } from "../src/shop";

const { customers } = await mockScenario("a full basket");

test("a basket costs what its lines cost", () => {
  const order = customers[0].orders[0];
  const cents = order.lines.map((line) => line.quantity * line.cents);
  expect(total(order)).toBe(cents[0] + cents[1] + cents[2]);
});

test("a basket without lines costs nothing", () => {
  expect(total({ ...customers[0].orders[0], lines: [] })).toBe(0);
});
