import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { cheapest, price, priceList } from "../src/catalogue";

const catalogue = globalThis.catalogue;

test("a price is known in every country", async () => {
  await sleep(300); // the shop answers slowly
  expect(catalogue[7].prices).toHaveLength(11);
  expect([cheapest, price, priceList]).toHaveLength(3);
});
