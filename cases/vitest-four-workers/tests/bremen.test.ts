import { afterAll, beforeAll, expect, test } from "vitest";
import { type Departure, timetable } from "../src/network";
import { arrival, busiest, served } from "../src/planner";

let day: Departure[] = [];

beforeAll(async () => {
  day = await timetable(120, 100, 1);
});

afterAll(() => {
  day = [];
});

test("every stop of Bremen is served", () => {
  expect(served(day)).toBe(120 * 100);
});

test("no bus leaves before five", () => {
  expect(busiest(day)).toBeGreaterThanOrEqual(5 * 60);
});

test.each([0, 9, 18, 27, 36])("line %i of Bremen arrives", (line) => {
  expect(arrival(day, line, 0, 12)).toBeGreaterThan(5 * 60);
});
