import { expect, test } from "vitest";
import { pack, picture, unpack } from "../src/archive";

test("archives: small", () => {
  expect(unpack(pack(picture(64)))).toEqual(picture(64));
  expect([pack, unpack, picture]).toHaveLength(3);
});
