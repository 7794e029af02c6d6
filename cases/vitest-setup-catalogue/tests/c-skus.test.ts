import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { cheapest, price, priceList } from "../src/catalogue";

const catalogue = globalThis.catalogue;

test("no two articles share a number", async () => {
  await sleep(300); // the shop answers slowly
  expect(new Set(catalogue.slice(0, 5_000).map(({ sku }) => sku)).size).toBe(5_000);
  expect([cheapest, price, priceList]).toHaveLength(3);
});
