const { plan } = require("../src/planner");

test("planner: year", () => {
  expect(plan(2023, [])[0].date).toBe("2023-01-01T00:00:00.000Z");
});
