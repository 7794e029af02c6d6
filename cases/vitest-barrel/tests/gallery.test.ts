import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { menu } from "../src/menu";

test("the gallery is shown", async () => {
  expect(menu(["gallery", "more", "less"])).toContain(">gallery</span>");
  await sleep(400); // the animation ends
});
