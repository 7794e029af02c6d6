const { city } = require("../src/city");
const { costs } = require("../src/routes");

const SIZE = 350;
let streets;

beforeEach(() => {
  streets = city(SIZE, 6);
});

afterEach(() => {
  streets = undefined;
});

test("the same question has the same answer", () => {
  const once = costs(streets, 9);
  expect(costs(streets, 9).every((cost, crossing) => cost === once[crossing])).toBe(true);
});

test("asking leaves the streets alone", () => {
  const before = streets[50].length;
  costs(streets, 50);
  expect(streets[50]).toHaveLength(before);
});
