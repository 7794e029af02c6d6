import { expect, test } from "vitest";
import { rainyDays } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Provence");

test("a rainy day counts once", () => {
  expect(rainyDays(stations[1])).toBeLessThanOrEqual(365);
});
