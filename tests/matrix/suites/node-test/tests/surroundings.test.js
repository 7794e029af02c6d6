import assert from "node:assert/strict";
import { test } from "node:test";

test("what a program can see of its process", (t) => {
  t.diagnostic(`globals ${Object.keys(globalThis).sort().join(" ")}`);
  for (const event of ["exit", "beforeExit", "uncaughtException", "unhandledRejection", "warning"])
    t.diagnostic(`listeners of ${event}: ${process.listenerCount(event)}`);
  t.diagnostic(`gc ${typeof globalThis.gc}`);
  t.diagnostic(`stack trace limit ${Error.stackTraceLimit}`);
  assert.ok(process.argv.length > 1);
});

test("a module is imported late", async () => {
  const { total } = await import("../basket.js");
  assert.equal(total([]), 0);
});
