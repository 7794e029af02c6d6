const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`orders-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of orders is known", () => {
  expect(store.get("orders-279").visitor.name).toBe("Visitor 279");
});
