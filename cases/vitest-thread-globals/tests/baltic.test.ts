import { expect, test } from "vitest";
import { storms } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Baltic");

test("a storm blows harder than 13 m/s", () => {
  expect(storms(stations[4]).every(({ wind }) => wind > 13)).toBe(true);
});
