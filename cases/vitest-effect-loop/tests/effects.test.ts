import { expect, test } from "vitest";
import { View } from "../src/view";

test("an effect without changes runs once", () => {
  let runs = 0;
  new View((view) => {
    view.effect(() => void runs++, []);
    return "<p></p>";
  }).mount();
  expect(runs).toBe(1);
});
