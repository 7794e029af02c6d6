import { expect, test } from "vitest";
import { rainfall } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Wales");

test("half of the year brings half of the rain", () => {
  const { name, readings } = stations[6];
  const half = rainfall({ name, readings: readings.slice(0, readings.length / 2) });
  expect(half / rainfall(stations[6])).toBeCloseTo(0.5, 1);
});
