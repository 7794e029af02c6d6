const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`search-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of search is known", () => {
  expect(store.get("search-434").visitor.name).toBe("Visitor 434");
});
