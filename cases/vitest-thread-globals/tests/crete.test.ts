import { expect, test } from "vitest";
import { rainfall } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Crete");

test("rain adds up", () => {
  expect(rainfall(stations[3])).toBeGreaterThan(100);
});
