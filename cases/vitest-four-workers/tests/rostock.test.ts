import { afterAll, beforeAll, expect, test } from "vitest";
import { type Departure, timetable } from "../src/network";
import { arrival, busiest, served } from "../src/planner";

let day: Departure[] = [];

beforeAll(async () => {
  day = await timetable(108, 112, 7);
});

afterAll(() => {
  day = [];
});

test("every stop of Rostock is served", () => {
  expect(served(day)).toBe(108 * 112);
});

test("no bus leaves before five", () => {
  expect(busiest(day)).toBeGreaterThanOrEqual(5 * 60);
});

test.each([0, 9, 18, 27, 36])("line %i of Rostock arrives", (line) => {
  expect(arrival(day, line, 0, 12)).toBeGreaterThan(5 * 60);
});
