import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { cheapest, price, priceList } from "../src/catalogue";

const catalogue = globalThis.catalogue;

test("titles name the number", async () => {
  await sleep(300); // the shop answers slowly
  expect(catalogue[12].title).toContain("12");
  expect([cheapest, price, priceList]).toHaveLength(3);
});
