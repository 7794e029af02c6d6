const { begin } = require("./sessions");

/** The tests of the visits to one shop. */
exports.visitsTo = (shop) =>
  describe(`visits to ${shop}`, () => {
    for (let visitor = 1; visitor <= 20; visitor++) {
      it(`remembers what visitor ${visitor} saw`, () => {
        expect(begin(`${shop}-${visitor}`)).toHaveLength(12_000);
      });
    }
  });
