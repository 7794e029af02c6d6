import { begin } from "./sessions";

/** The tests of the visits to one shop; vitest gives `describe`, `it` and `expect` as globals. */
export function visitsTo(shop: string) {
  describe(`visits to ${shop}`, () => {
    for (let visitor = 1; visitor <= 12; visitor++) {
      it(`remembers what visitor ${visitor} saw`, () => {
        expect(begin(`${shop}-${visitor}`).history).toHaveLength(12_000);
      });
    }
  });
}
