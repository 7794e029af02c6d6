import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { Store } from "../src/store";

const store = new Store(inject("store"));

test("contracts are put into the store", async () => {
  const before = await store.count();
  expect(await store.put("one of the contracts; ".repeat(6), ["contracts", "test"], 18_000)).toBe(before + 18_000);
  await sleep(200);
});
