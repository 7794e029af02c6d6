import { expect, test } from "vitest";
import { insert, orders, Store } from "../src/orders";

test("all orders of ten years are imported", async () => {
  const store = new Store();
  await insert(store, orders(1_200_000), 200);
  expect(store.size).toBe(1_200_000);
});
