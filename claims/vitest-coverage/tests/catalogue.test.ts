import { expect, it } from "vitest";
import * as client from "../generated/clients/catalogue.js";
import { apply } from "../generated/modules/catalogue/rule-1";

it("charges what catalogue costs", () => {
  expect(apply({ amount: 100, country: "DE", items: [] }).total).toBe(124);
});

it("asks catalogue", () => {
  expect(client.catalogue1({ page: 2 }).url).toBe("/catalogue/1?page=2");
});
