const { plan } = require("../src/planner");

test("planner: people", () => {
  expect(new Set(plan(2023, ["ward 1"]).flatMap((day) => day.places[0].shifts.map(({ person }) => person))).size).toBe(41);
});
