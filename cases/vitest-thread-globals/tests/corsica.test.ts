import { expect, test } from "vitest";
import { meanTemperature } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Corsica");

test("stations in order get warmer", () => {
  const means = stations.map(meanTemperature);
  expect(means).toEqual([...means].sort((a, b) => a - b));
});
