import { expect, test } from "vitest";
import { workOff } from "../src/queue";

test("all mails are worked off", async () => {
  expect(await workOff(["a", "b", "c", "d", "e"], 400)).toHaveLength(5);
});
