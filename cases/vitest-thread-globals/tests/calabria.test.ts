import { expect, test } from "vitest";
import { hottest } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Calabria");

test("the last station is the hottest", () => {
  expect(hottest(stations)).toBe(stations.at(-1));
});
