import { expect, test } from "vitest";
import { View } from "../src/view";

test("state that changes renders again", () => {
  const view = new View((each) => {
    const [count, set] = each.state(0);
    each.effect(() => set(3), []);
    return `<p>${count}</p>`;
  });
  expect(view.mount()).toBe("<p>3</p>");
  expect(view.log).toHaveLength(2);
});
