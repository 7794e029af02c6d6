import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { cheapest, price, priceList } from "../src/catalogue";

const catalogue = globalThis.catalogue;

test("every article has two tags", async () => {
  await sleep(300); // the shop answers slowly
  expect(catalogue.every(({ tags }) => tags.length === 2)).toBe(true);
  expect([cheapest, price, priceList]).toHaveLength(3);
});
