import { expect, test } from "vitest";
import { pack, picture, unpack } from "../src/archive";

test("archives: ratio", () => {
  expect(pack(picture(500_000)).length).toBeLessThan(500_000);
  expect([pack, unpack, picture]).toHaveLength(3);
});
