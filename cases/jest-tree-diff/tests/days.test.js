const { plan } = require("../src/planner");

test("planner: days", () => {
  expect(plan(2023, ["ward 1"])).toHaveLength(365);
});
