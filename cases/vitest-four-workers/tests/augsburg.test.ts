import { afterAll, beforeAll, expect, test } from "vitest";
import { type Departure, timetable } from "../src/network";
import { arrival, busiest, served } from "../src/planner";

let day: Departure[] = [];

beforeAll(async () => {
  day = await timetable(110, 110, 0);
});

afterAll(() => {
  day = [];
});

test("every stop of Augsburg is served", () => {
  expect(served(day)).toBe(110 * 110);
});

test("no bus leaves before five", () => {
  expect(busiest(day)).toBeGreaterThanOrEqual(5 * 60);
});

test.each([0, 9, 18, 27, 36])("line %i of Augsburg arrives", (line) => {
  expect(arrival(day, line, 0, 12)).toBeGreaterThan(5 * 60);
});
