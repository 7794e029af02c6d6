import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { withStatus } from "../src/shop";

const { customers } = await mockScenario("a busy packing desk");

test("each order names its desk", () => {
  expect(customers[12].orders[0].notes[1]).toBe("packed at desk 3");
});

test("shipped orders were packed", () => {
  const shipped = withStatus(customers, "shipped");
  expect(shipped.every(({ notes }) => notes[1].startsWith("packed"))).toBe(true);
});
