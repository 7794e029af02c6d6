const { setTimeout: sleep } = require("node:timers/promises");
const { search } = require("../src/search");

test("a search for vans counts first", async () => {
  search(globalThis.api, " vans ");
  await sleep(1_000); // the field waits for more to be typed
  expect(globalThis.sent.map(({ values }) => values.field1)).toEqual(["vans", "vans"]);
});
