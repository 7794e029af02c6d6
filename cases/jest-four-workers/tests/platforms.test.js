const { setTimeout: sleep } = require("node:timers/promises");
const { after, busiest, timetable } = require("../src/network");

let table;

beforeAll(async () => {
  table = timetable(2600, 3);
  await sleep(1000); // the journey planner warms up
});

afterAll(() => {
  table = undefined;
});

test("every platform has a number", () => {
  expect(table[5].departures.every(({ platform }) => platform >= 1 && platform <= 8)).toBe(true);
});
