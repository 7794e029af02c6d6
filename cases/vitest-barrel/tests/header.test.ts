import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { card } from "../src/card";

test("the header is shown", async () => {
  expect(card("header", "a text about header")).toContain(">header</span>");
  await sleep(400); // the animation ends
});
