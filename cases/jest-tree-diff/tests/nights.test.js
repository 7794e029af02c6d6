const { plan } = require("../src/planner");

test("planner: nights", () => {
  expect(plan(2023, ["ward 1"])[5].places[0].shifts[2].name).toBe("night");
});
