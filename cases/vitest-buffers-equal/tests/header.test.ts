import { expect, test } from "vitest";
import { pack, picture, unpack } from "../src/archive";

test("archives: header", () => {
  expect(pack(picture(100)).subarray(0, 1)).toEqual(Buffer.from([0x78]));
  expect([pack, unpack, picture]).toHaveLength(3);
});
