import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { Store } from "../src/store";

const store = new Store(inject("store"));

test("articles are put into the store", async () => {
  const before = await store.count();
  expect(await store.put("one of the articles; ".repeat(6), ["articles", "test"], 18_000)).toBe(before + 18_000);
  await sleep(200);
});
