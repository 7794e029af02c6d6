import { expect, test } from "vitest";
import { parse } from "../src/parser";

test("a line has a time, a level and a text", () => {
  expect(parse("17 info all is well")).toEqual({ at: 17, level: "info", text: "all is well" });
});
