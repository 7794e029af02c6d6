import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { withStatus } from "../src/shop";

const { customers } = await mockScenario("an empty warehouse");

test("open orders reserve stock", () => {
  const reserved = new Set(withStatus(customers, "open").flatMap(({ lines }) => lines.map(({ sku }) => sku)));
  expect(reserved.size).toBe(withStatus(customers, "open").length * 3);
});

test("an article is named after its order", () => {
  expect(customers[5].orders[2].lines[1].sku).toBe("sku-5-2-1");
});
