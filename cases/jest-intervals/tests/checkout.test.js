const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`checkout-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of checkout is known", () => {
  expect(store.get("checkout-31").visitor.name).toBe("Visitor 31");
});
