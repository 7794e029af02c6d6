const { plan } = require("../src/planner");

test("planner: order", () => {
  expect(plan(2023, ["b", "a"])[0].places.map(({ place }) => place)).toEqual(["b", "a"]);
});
