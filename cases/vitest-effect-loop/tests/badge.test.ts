import { expect, test } from "vitest";
import { badge } from "../src/badge";
import { View } from "../src/view";

test("the badge names the user", () => {
  expect(new View(badge).mount()).toContain("<b>Ada</b> has 2 roles");
});
