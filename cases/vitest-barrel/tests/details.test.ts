import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { card } from "../src/card";

test("the details is shown", async () => {
  expect(card("details", "a text about details")).toContain(">details</span>");
  await sleep(400); // the animation ends
});
