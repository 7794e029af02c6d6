import { expect, test } from "vitest";
import { meanTemperature } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Alps");

test("the mean of a sine is its middle", () => {
  expect(meanTemperature(stations[0])).toBeCloseTo(10, 3);
});
