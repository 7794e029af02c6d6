const { setTimeout: sleep } = require("node:timers/promises");
const { checkout } = require("../src/checkout");

test("clara sends a parcel", async () => {
  await sleep(300); // the form waits for more to be typed
  expect(checkout("clara", "02212", 4)).toMatchObject({ text: "Welcome to page 7, clara" });
});
