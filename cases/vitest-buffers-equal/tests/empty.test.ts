import { expect, test } from "vitest";
import { pack, picture, unpack } from "../src/archive";

test("archives: empty", () => {
  expect(unpack(pack(picture(0)))).toHaveLength(0);
  expect([pack, unpack, picture]).toHaveLength(3);
});
