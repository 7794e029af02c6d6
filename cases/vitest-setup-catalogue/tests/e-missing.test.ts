import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { cheapest, price, priceList } from "../src/catalogue";

const catalogue = globalThis.catalogue;

test("an unknown country has no price", async () => {
  await sleep(300); // the shop answers slowly
  expect(price(catalogue[0], "XX")).toBe(Infinity);
  expect([cheapest, price, priceList]).toHaveLength(3);
});
