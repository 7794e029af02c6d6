const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`logout-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of logout is known", () => {
  expect(store.get("logout-217").visitor.name).toBe("Visitor 217");
});
