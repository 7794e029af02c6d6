const assert = require("node:assert/strict");

it("what a program can see of its process", () => {
  console.log("globals", Object.keys(globalThis).sort().join(" "));
  for (const event of ["exit", "beforeExit", "uncaughtException", "unhandledRejection", "warning"])
    console.log("listeners of", event, process.listenerCount(event));
  console.log("gc", typeof globalThis.gc);
  console.log("stack trace limit", Error.stackTraceLimit);
  assert.ok(process.argv.length > 1);
});
