import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { menu } from "../src/menu";

test("the events is shown", async () => {
  expect(menu(["events", "more", "less"])).toContain(">events</span>");
  await sleep(400); // the animation ends
});
