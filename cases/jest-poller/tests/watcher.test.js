const { Watcher } = require("../src/watcher");

test("the board shows how many rooms are free", async () => {
  const watcher = new Watcher();
  watcher.watch();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(watcher.free).toBe(1_000);
});
