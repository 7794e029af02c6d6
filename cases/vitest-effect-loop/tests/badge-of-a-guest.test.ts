import { expect, test, vi } from "vitest";
import { badge } from "../src/badge";
import { View } from "../src/view";

vi.mock("../src/user", () => ({ currentUser: () => ({ name: "guest", roles: ["reader"] }) }));

test("a guest has one role", () => {
  expect(new View(badge).mount()).toContain("<b>guest</b> has 1 roles");
});
