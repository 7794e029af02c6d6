const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`pages-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of pages is known", () => {
  expect(store.get("pages-310").visitor.name).toBe("Visitor 310");
});
