import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { translate } from "../src/translate";

test("page 7 has all its lines", async () => {
  expect(translate("page 7", 14_000)).toHaveLength(14_000);
  await sleep(40);
});

test("page 7 is remembered", () => {
  expect(translate("page 7", 14_000)).toBe(translate("page 7", 14_000));
});
