import { expect, test } from "vitest";
import { log, parseAll } from "../src/parser";

test("every fiftieth line of a long log is an error", async () => {
  expect(await parseAll(log(60_000))).toBe(1_200);
});
