const OPERATIONS = ["create", "find", "list", "update", "remove", "count", "watch", "audit"];
const SERVICES = ["accounts", "billing", "catalogue", "mail", "shipping", "stock"];

const mocked = () =>
  Object.fromEntries(
    SERVICES.map((service) => [
      service,
      Object.fromEntries(OPERATIONS.map((operation) => [operation, jest.fn(() => `${service}.${operation}`)])),
    ]),
  );

function order(services, region, article) {
  services.stock.update(article, -1);
  const bill = services.billing.create({ region, article });
  services.mail.create({ region, bill });
  return bill;
}

/** The tests of the orders of one region; each has mocks of its own. */
exports.ordersOf = (region) =>
  describe(`orders of ${region}`, () => {
    for (let article = 1; article <= 40; article++) {
      it(`bills article ${article}`, () => {
        const services = mocked();
        for (const operations of Object.values(services)) operations.create.mockReturnValue("created");
        expect(order(services, region, article)).toBe("created");
      });
    }
  });
