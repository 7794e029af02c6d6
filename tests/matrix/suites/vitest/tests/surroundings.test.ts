import { expect, test } from "vitest";

test("what a program can see of its process", () => {
  console.log("globals", Object.keys(globalThis).sort().join(" "));
  for (const event of ["exit", "beforeExit", "uncaughtException", "unhandledRejection", "warning"])
    console.log("listeners of", event, process.listenerCount(event));
  console.log("execArgv", JSON.stringify(process.execArgv.filter((word) => !word.includes("/"))));
  console.log("gc", typeof (globalThis as Record<string, unknown>).gc);
  console.log("stack trace limit", Error.stackTraceLimit, typeof Error.prepareStackTrace);
  expect(process.argv.length).toBeGreaterThan(1);
});

test("a module is imported late", async () => {
  const { total } = await import("../src/basket");
  expect(total([])).toBe(0);
});
