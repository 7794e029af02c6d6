import { expect, test } from "vitest";
import { rainyDays } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Brittany");

test("it rains on many days", () => {
  expect(rainyDays(stations[2])).toBeGreaterThan(200);
});
