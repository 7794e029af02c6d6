import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { revenue } from "../src/shop";

const { customers } = await mockScenario("the books of the year");

test("nobody buys nothing", () => {
  expect(revenue([])).toBe(0);
});

test("two halves make the whole", () => {
  const half = customers.length / 2;
  const halves = revenue(customers.slice(0, half)) + revenue(customers.slice(half));
  expect(halves).toBe(revenue(customers));
});
