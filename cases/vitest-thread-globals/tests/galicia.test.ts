import { expect, test } from "vitest";
import { rainfall, rainyDays } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Galicia");

test("no rain without a rainy day", () => {
  expect(rainyDays({ name: "dry", readings: [] })).toBe(0);
  expect(rainfall({ name: "dry", readings: [] })).toBe(0);
});
