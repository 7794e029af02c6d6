import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, test } from "vitest";
import { Engine } from "../src/engine";

let engine: Engine;

beforeEach(() => {
  engine = new Engine();
});

test("hours add up", async () => {
  for (let n = 1; n <= 100; n++) engine.insert(n * 8);
  expect(engine.sum()).toBe(40400);
  await sleep(100);
});

test("no hours are zero", async () => {
  expect(engine.sum()).toBe(0);
  await sleep(100);
});
