const { setTimeout: sleep } = require("node:timers/promises");
const { after, busiest, timetable } = require("../src/network");

let table;

beforeAll(async () => {
  table = timetable(2600, 4);
  await sleep(1000); // the journey planner warms up
});

afterAll(() => {
  table = undefined;
});

test("some station is the busiest", () => {
  expect(busiest(table, 480).now).toBeGreaterThan(0);
});
