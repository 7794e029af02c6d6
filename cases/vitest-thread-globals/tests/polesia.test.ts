import { expect, test } from "vitest";
import { hottest } from "../src/climate";
import { recorded } from "../src/recordings";

const stations = await recorded("Polesia");

test("one station is the hottest of one", () => {
  expect(hottest([stations[5]]).name).toBe("Polesia 5");
});
