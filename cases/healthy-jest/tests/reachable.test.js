const { city } = require("../src/city");
const { reachable } = require("../src/routes");

const SIZE = 350;
let streets;

beforeEach(() => {
  streets = city(SIZE, 4);
});

afterEach(() => {
  streets = undefined;
});

test("most of the city can be reached", () => {
  expect(reachable(streets, SIZE)).toBeGreaterThan(SIZE * SIZE * 0.9);
});

test("a closed city cannot be left", () => {
  expect(reachable([[], [], []], 1)).toBe(1);
});
