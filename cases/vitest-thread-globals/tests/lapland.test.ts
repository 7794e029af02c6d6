import { expect, test } from "vitest";
import { days, meanTemperature } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Lapland");

test("the first day is as warm as the year", () => {
  const [first] = days(stations[0]);
  const day = meanTemperature({ name: "first day", readings: first });
  expect(day).toBeCloseTo(meanTemperature(stations[0]), 0);
});
