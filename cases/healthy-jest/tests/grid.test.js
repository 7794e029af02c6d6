const { city } = require("../src/city");
const { reachable } = require("../src/routes");

const SIZE = 350;
let streets;

beforeEach(() => {
  streets = city(SIZE, 3);
});

afterEach(() => {
  streets = undefined;
});

test("no crossing has more than four streets", () => {
  expect(streets.every((near) => near.length <= 4)).toBe(true);
});

test("streets go both ways", () => {
  const back = streets.every((near, from) => near.every(({ to }) => streets[to].some((way) => way.to === from)));
  expect(back).toBe(true);
  expect(reachable(streets, 0)).toBeGreaterThan(0);
});
