import { expect, test } from "vitest";
import { price } from "../src/tariff";

test.each([1, 2, 3, 4, 5, 6, 7, 8])("lamps to zone %i cost more the heavier they are", (zone) => {
  let last = 0;
  for (let grams = 40; grams < 20_000; grams += 50) {
    const now = price({ grams, zone, insured: zone > 4 });
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
  }
});
