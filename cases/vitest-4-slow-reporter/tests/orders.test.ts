import { expect, test } from "vitest";
import { insert, orders, Store } from "../src/orders";

test("orders that do not fill a statement are inserted too", async () => {
  const store = new Store();
  await insert(store, orders(5), 2);
  expect(store.size).toBe(5);
});

test("no order is no statement", async () => {
  const store = new Store();
  await insert(store, [], 2);
  expect(store.size).toBe(0);
});
