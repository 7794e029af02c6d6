test("what a program can see of its process", () => {
  console.log("globals", Object.keys(globalThis).sort().join(" "));
  for (const event of ["exit", "beforeExit", "uncaughtException", "unhandledRejection", "warning"])
    console.log("listeners of", event, process.listenerCount(event));
  console.log("gc", typeof globalThis.gc);
  console.log("stack trace limit", Error.stackTraceLimit);
  expect(process.argv.length).toBeGreaterThan(1);
});

test("a module is required late, and again after a reset", () => {
  jest.resetModules();
  expect(require("../basket").total([])).toBe(0);
  jest.isolateModules(() => expect(require("../basket").items(1)).toHaveLength(1));
});
