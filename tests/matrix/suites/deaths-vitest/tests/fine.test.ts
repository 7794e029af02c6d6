import { describe, expect, test } from "vitest";

// Runs first, because it is the largest file, and vitest begins with the largest where it knows no
// durations of an earlier run. The rest of this comment is here to make it so. It is larger than the other
// files, which matters to nobody who reads it, and everything it holds passes. It is larger than the other
// files, which matters to nobody who reads it, and everything it holds passes. It is larger than the other
// files, which matters to nobody who reads it, and everything it holds passes. It is larger than the other
// files, which matters to nobody who reads it, and everything it holds passes.
describe("things that are fine", () => {
  test("one", () => expect(1).toBe(1));
  test("two", () => expect(2).toBe(2));
});
