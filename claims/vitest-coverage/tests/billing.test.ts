import { expect, it } from "vitest";
import * as client from "../generated/clients/billing.js";
import { apply } from "../generated/modules/billing/rule-1";

it("charges what billing costs", () => {
  expect(apply({ amount: 100, country: "DE", items: [] }).total).toBe(124);
});

it("asks billing", () => {
  expect(client.billing1({ page: 2 }).url).toBe("/billing/1?page=2");
});
