import { expect, test } from "vitest";
import { mockScenario } from "../src/scenarios";
import { byCountry, withStatus } from "../src/shop";

const { customers } = await mockScenario("parcels for all of Europe");

test("parcels go to every country", () => {
  for (const group of byCountry(customers).values()) {
    expect(withStatus(group, "paid").length).toBeGreaterThan(0);
  }
});

test("a parcel has an order number", () => {
  expect(withStatus(customers, "shipped")[0].id).toMatch(/^\d+-\d+$/);
});
