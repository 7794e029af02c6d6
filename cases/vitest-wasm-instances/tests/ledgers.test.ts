import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { Engine } from "../src/engine";

let engine: Engine;

beforeEach(() => {
  engine = new Engine();
});

test("ledgers add up", async () => {
  for (let n = 1; n <= 100; n++) engine.insert(n * 11);
  expect(engine.sum()).toBe(55550);
  await sleep(100);
});

test("no ledgers are zero", async () => {
  expect(engine.sum()).toBe(0);
  await sleep(100);
});
