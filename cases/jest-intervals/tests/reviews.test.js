const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`reviews-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of reviews is known", () => {
  expect(store.get("reviews-403").visitor.name).toBe("Visitor 403");
});
