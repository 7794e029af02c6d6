import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { cheapest, price, priceList } from "../src/catalogue";

const catalogue = globalThis.catalogue;

test("the price list has a row for each country", async () => {
  await sleep(300); // the shop answers slowly
  expect(priceList(catalogue.slice(0, 60_000))).toHaveLength(660_000);
  expect([cheapest, price, priceList]).toHaveLength(3);
});
