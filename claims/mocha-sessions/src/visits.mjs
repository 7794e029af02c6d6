import assert from "node:assert";
import { begin } from "./sessions.mjs";

const VISITORS = Number(process.env.VISITORS ?? 12);

/** The tests of the visits to one shop. */
export function visitsTo(shop) {
  describe(`visits to ${shop}`, () => {
    for (let visitor = 1; visitor <= VISITORS; visitor++) {
      it(`remembers what visitor ${visitor} saw`, () => {
        assert.equal(begin(`${shop}-${visitor}`).length, 12_000);
      });
    }
  });
}
