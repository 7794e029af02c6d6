import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { total, withStatus } from "../src/shop";

const { customers } = await mockScenario("the first of the month");

test("paid orders get an invoice", () => {
  const invoices = withStatus(customers, "paid").map((order) => ({ order: order.id, cents: total(order) }));
  expect(invoices.every(({ cents }) => cents > 0)).toBe(true);
});

test("open orders get none", () => {
  const open = withStatus(customers, "open");
  expect(open.every(({ status }) => status !== "paid")).toBe(true);
});
