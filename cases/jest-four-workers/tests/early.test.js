const { setTimeout: sleep } = require("node:timers/promises");
const { after, busiest, timetable } = require("../src/network");

let table;

beforeAll(async () => {
  table = timetable(2600, 7);
  await sleep(1000); // the journey planner warms up
});

afterAll(() => {
  table = undefined;
});

test("the first train leaves before six", () => {
  expect(after(table, 12, 0)[0].minute).toBeLessThan(360);
});
