import { expect, test } from "vitest";
import { pack, picture, unpack } from "../src/archive";

test("archives: twice", () => {
  expect(unpack(unpack(pack(pack(picture(1_000))))).length).toBe(1_000);
  expect([pack, unpack, picture]).toHaveLength(3);
});
