import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { menu } from "../src/menu";

test("the article is shown", async () => {
  expect(menu(["article", "more", "less"])).toContain(">article</span>");
  await sleep(400); // the animation ends
});
