const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`cookies-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of cookies is known", () => {
  expect(store.get("cookies-62").visitor.name).toBe("Visitor 62");
});
