const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`favourites-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of favourites is known", () => {
  expect(store.get("favourites-93").visitor.name).toBe("Visitor 93");
});
