import { expect, test } from "vitest";
import { days } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Bavaria");

test("a year has 365 days", () => {
  expect(days(stations[0])).toHaveLength(365);
});

test("a day has 24 hours", () => {
  expect(days(stations[0]).every((day) => day.length === 24)).toBe(true);
});
