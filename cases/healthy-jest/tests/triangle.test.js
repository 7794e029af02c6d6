const { city } = require("../src/city");
const { costs } = require("../src/routes");

const SIZE = 350;
let streets;

beforeEach(() => {
  streets = city(SIZE, 5);
});

afterEach(() => {
  streets = undefined;
});

test("a detour is never cheaper", () => {
  const via = 40 * SIZE + 40;
  const to = 80 * SIZE + 80;
  const direct = costs(streets, 0)[to];
  expect(direct).toBeLessThanOrEqual(costs(streets, 0)[via] + costs(streets, via)[to]);
});

test("neighbours are near", () => {
  for (const { to, cost } of streets[100]) expect(costs(streets, 100)[to]).toBeLessThanOrEqual(cost);
});
