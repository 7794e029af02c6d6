const { setTimeout: sleep } = require("node:timers/promises");
const { after, busiest, timetable } = require("../src/network");

let table;

beforeAll(async () => {
  table = timetable(2600, 1);
  await sleep(1000); // the journey planner warms up
});

afterAll(() => {
  table = undefined;
});

test("departures come in order", () => {
  const list = after(table, 3, 600);
  expect(list.every((each, n) => n === 0 || list[n - 1].minute <= each.minute)).toBe(true);
});
