import { expect, test } from "vitest";
import { workOff } from "../src/queue";

test("all reports are worked off", async () => {
  expect(await workOff(["a", "b", "c", "d", "e"], 500)).toHaveLength(5);
});
