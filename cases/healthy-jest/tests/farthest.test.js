const { city } = require("../src/city");
const { costs, farthest } = require("../src/routes");

const SIZE = 350;
let streets;

beforeEach(() => {
  streets = city(SIZE, 2);
});

afterEach(() => {
  streets = undefined;
});

test("nothing is farther than the farthest", () => {
  const all = costs(streets, 0).filter(Number.isFinite);
  expect(costs(streets, 0)[farthest(streets, 0)]).toBe(all.reduce((a, b) => Math.max(a, b)));
});

test("a lonely crossing is its own farthest", () => {
  expect(farthest([[]], 0)).toBe(0);
});
