const { setTimeout: sleep } = require("node:timers/promises");
const { after, busiest, timetable } = require("../src/network");

let table;

beforeAll(async () => {
  table = timetable(2600, 5);
  await sleep(1000); // the journey planner warms up
});

afterAll(() => {
  table = undefined;
});

test("no train goes nowhere", () => {
  expect(table[0].departures.every(({ to }) => to !== undefined)).toBe(true);
});
