const { setTimeout: sleep } = require("node:timers/promises");
const { after, busiest, timetable } = require("../src/network");

let table;

beforeAll(async () => {
  table = timetable(2600, 8);
  await sleep(1000); // the journey planner warms up
});

afterAll(() => {
  table = undefined;
});

test("each station has six hundred departures", () => {
  expect(table.every(({ departures }) => departures.length === 600)).toBe(true);
});
