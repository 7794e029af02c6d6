import { expect, it } from "vitest";
import * as client from "../generated/clients/search.js";
import { apply } from "../generated/modules/search/rule-1";

it("charges what search costs", () => {
  expect(apply({ amount: 100, country: "DE", items: [] }).total).toBe(124);
});

it("asks search", () => {
  expect(client.search1({ page: 2 }).url).toBe("/search/1?page=2");
});
