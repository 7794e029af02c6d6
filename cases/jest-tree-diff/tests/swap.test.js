const { plan, swap } = require("../src/planner");

const PLACES = Array.from({ length: 14 }, (_, n) => `ward ${n}`);

test("a swap back restores the plan", () => {
  const planned = plan(2024, PLACES);
  const there = swap(planned, 30, "ward 4", 1, 99);
  expect(swap(there, 30, "ward 4", 1, 98)).toEqual(planned);
});
