const { setTimeout: sleep } = require("node:timers/promises");
const { search } = require("../src/search");

test("a search for letters counts first", async () => {
  search(globalThis.api, " letters ");
  await sleep(1_000); // the field waits for more to be typed
  expect(globalThis.sent.map(({ values }) => values.field1)).toEqual(["letters", "letters"]);
});
