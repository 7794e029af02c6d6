import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { menu } from "../src/menu";

test("the contact is shown", async () => {
  expect(menu(["contact", "more", "less"])).toContain(">contact</span>");
  await sleep(400); // the animation ends
});
