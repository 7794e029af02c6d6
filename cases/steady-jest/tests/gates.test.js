const { setTimeout: sleep } = require("node:timers/promises");
const { pieces, warehouse } = require("../src/warehouse");

let places;

beforeAll(() => {
  places = warehouse(330_000);
});

afterAll(() => {
  places = undefined;
});

test("the warehouse holds pieces (gates)", async () => {
  expect(pieces(places)).toBeGreaterThan(1_000_000);
  await sleep(700);
});
