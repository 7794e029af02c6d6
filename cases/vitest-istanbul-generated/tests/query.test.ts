import { expect, test } from "vitest";
import { query } from "../src/query";

test("what is undefined is left out", () => {
  expect(query({ page: 2, filter: undefined, text: "a b" })).toBe("page=2&text=a%20b");
});
