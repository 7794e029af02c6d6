import { expect, it } from "vitest";
import * as client from "../generated/clients/identity.js";
import { apply } from "../generated/modules/identity/rule-1";

it("charges what identity costs", () => {
  expect(apply({ amount: 100, country: "DE", items: [] }).total).toBe(124);
});

it("asks identity", () => {
  expect(client.identity1({ page: 2 }).url).toBe("/identity/1?page=2");
});
