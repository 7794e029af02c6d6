import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { card } from "../src/card";

test("the basket is shown", async () => {
  expect(card("basket", "a text about basket")).toContain(">basket</span>");
  await sleep(400); // the animation ends
});
