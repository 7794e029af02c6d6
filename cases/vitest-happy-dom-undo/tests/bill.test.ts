import { afterEach, expect, test } from "vitest";
import { editor } from "../src/editor";
import { last } from "../src/undo";

afterEach(() => document.body.replaceChildren());

test("the bill is typed word by word, and can be taken back", () => {
  const field = editor(document.body);
  for (let n = 0; n < 420; n++) field.type(`bill-${n} `);
  expect(field.text().split(" ")).toHaveLength(421);
  expect(last()).not.toContain("bill-419");
});
