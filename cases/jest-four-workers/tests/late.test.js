const { setTimeout: sleep } = require("node:timers/promises");
const { after, busiest, timetable } = require("../src/network");

let table;

beforeAll(async () => {
  table = timetable(2600, 2);
  await sleep(1000); // the journey planner warms up
});

afterAll(() => {
  table = undefined;
});

test("no train leaves after midnight", () => {
  expect(after(table, 9, 1440)).toEqual([]);
});
