import { beforeEach, describe, expect, it } from "vitest";
import { mocked } from "#services";
import type { Services } from "./operations";
import { order } from "./shop";

const ARTICLES = 40;

/** The tests of the orders of one region. */
export function ordersOf(region: string) {
  describe(`orders of ${region}`, () => {
    let services: Services;
    beforeEach(() => {
      services = mocked();
    });

    for (let article = 1; article <= ARTICLES; article++) {
      it(`sends article ${article}`, () => {
        expect(order(services, region, article)).toEqual({
          found: "catalogue.find",
          bill: "billing.create",
          parcel: "shipping.create",
        });
      });
    }
  });
}
