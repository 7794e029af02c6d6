import { expect, test } from "vitest";
import { storms } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Moravia");

test("no wind, no storm", () => {
  expect(storms(stations[0], 99)).toEqual([]);
});
