const { plan } = require("../src/planner");

test("planner: breaks", () => {
  expect(plan(2023, ["ward 1"])[0].places[0].shifts[0].breaks).toEqual([{ after: 2, minutes: 15 }, { after: 4, minutes: 30 }]);
});
