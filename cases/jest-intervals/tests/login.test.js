const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`login-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of login is known", () => {
  expect(store.get("login-186").visitor.name).toBe("Visitor 186");
});
