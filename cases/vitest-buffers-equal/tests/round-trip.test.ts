import { expect, test } from "vitest";
import { pack, picture, unpack } from "../src/archive";

test("archives: round-trip", () => {
  const before = picture(2_000_000);
  expect(unpack(pack(before))).toEqual(before);
  expect([pack, unpack, picture]).toHaveLength(3);
});
