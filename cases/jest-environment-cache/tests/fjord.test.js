const { reachable } = require("../src/world");

test("one can walk through the world of fjord", () => {
  expect(reachable(world, 60)).toBeGreaterThan(0);
});

test("every place of the world of fjord has a way out", () => {
  expect(world.every(({ exits }) => exits.length > 1)).toBe(true);
});
