const { setTimeout: sleep } = require("node:timers/promises");
const { after, busiest, timetable } = require("../src/network");

let table;

beforeAll(async () => {
  table = timetable(2600, 6);
  await sleep(1000); // the journey planner warms up
});

afterAll(() => {
  table = undefined;
});

test("stations have names", () => {
  expect(table[77].station).toBe("station-77");
});
