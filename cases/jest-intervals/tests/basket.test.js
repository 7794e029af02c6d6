const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`basket-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of basket is known", () => {
  expect(store.get("basket-0").visitor.name).toBe("Visitor 0");
});
