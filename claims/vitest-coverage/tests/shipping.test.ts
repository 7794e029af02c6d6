import { expect, it } from "vitest";
import * as client from "../generated/clients/shipping.js";
import { apply } from "../generated/modules/shipping/rule-1";

it("charges what shipping costs", () => {
  expect(apply({ amount: 100, country: "DE", items: [] }).total).toBe(124);
});

it("asks shipping", () => {
  expect(client.shipping1({ page: 2 }).url).toBe("/shipping/1?page=2");
});
