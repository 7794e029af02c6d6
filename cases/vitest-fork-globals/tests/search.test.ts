import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { search } from "../src/shop";

const { customers } = await mockScenario("a crowded address book");

test("nothing is found for a stranger", () => {
  expect(search(customers, "nobody")).toEqual([]);
});

test("a name finds its customer", () => {
  expect(search(customers, "Customer 4711").map(({ id }) => id)).toEqual(["c-4711"]);
});
