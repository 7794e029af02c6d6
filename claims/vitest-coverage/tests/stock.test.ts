import { expect, it } from "vitest";
import * as client from "../generated/clients/stock.js";
import { apply } from "../generated/modules/stock/rule-1";

it("charges what stock costs", () => {
  expect(apply({ amount: 100, country: "DE", items: [] }).total).toBe(124);
});

it("asks stock", () => {
  expect(client.stock1({ page: 2 }).url).toBe("/stock/1?page=2");
});
