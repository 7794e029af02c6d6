import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { Engine } from "../src/engine";

let engine: Engine;

beforeEach(() => {
  engine = new Engine();
});

test("bills add up", async () => {
  for (let n = 1; n <= 100; n++) engine.insert(n * 2);
  expect(engine.sum()).toBe(10100);
  await sleep(100);
});

test("no bills are zero", async () => {
  expect(engine.sum()).toBe(0);
  await sleep(100);
});
