const { city } = require("../src/city");
const { costs } = require("../src/routes");

const SIZE = 350;
let streets;

beforeEach(() => {
  streets = city(SIZE, 1);
});

afterEach(() => {
  streets = undefined;
});

test("staying costs nothing", () => {
  expect(costs(streets, 7)[7]).toBe(0);
});

test("the way back costs the same", () => {
  const there = costs(streets, 0)[SIZE + 5];
  expect(costs(streets, SIZE + 5)[0]).toBe(there);
});
