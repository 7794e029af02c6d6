import { expect, test } from "vitest";
import { storms, days } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Tyrol");

test("storms come on all kinds of days", () => {
  const stormy = days(stations[0]).filter((day) => storms({ name: "a day", readings: day }).length > 0);
  expect(stormy.length).toBeGreaterThan(30);
});
