import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { cheapest, price, priceList } from "../src/catalogue";

const catalogue = globalThis.catalogue;

test("nothing is cheaper than the cheapest", async () => {
  await sleep(300); // the shop answers slowly
  const best = cheapest(catalogue, "DE");
  expect(catalogue.every((each) => price(each, "DE") >= price(best, "DE"))).toBe(true);
  expect([cheapest, price, priceList]).toHaveLength(3);
});
