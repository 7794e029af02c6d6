import { expect, test } from "vitest";
import { workOff } from "../src/queue";

test("all parcels are worked off", async () => {
  expect(await workOff(["a", "b", "c", "d", "e"], 450)).toHaveLength(5);
});
