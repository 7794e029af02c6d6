import { expect, test } from "vitest";
import { Studio } from "../src/thumbnails";

test.each([4, 5, 8])("a cover is shrunk by %i", async (by) => {
  const studio = new Studio(2_000, 1_600);
  const small = await studio.shrink(by);
  expect(small).toHaveLength((2_000 / by) * (1_600 / by) * 4);
});
