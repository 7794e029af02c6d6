test("the environment is held by a timer", () => {
  setInterval(() => globalThis, 60_000).unref();
});
