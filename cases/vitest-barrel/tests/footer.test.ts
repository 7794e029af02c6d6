import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { card } from "../src/card";

test("the footer is shown", async () => {
  expect(card("footer", "a text about footer")).toContain(">footer</span>");
  await sleep(400); // the animation ends
});
