import { expect, test } from "vitest";
import { workOff } from "../src/queue";

test("all scans are worked off", async () => {
  expect(await workOff(["a", "b", "c", "d", "e"], 550)).toHaveLength(5);
});
