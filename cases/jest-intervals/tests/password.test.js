const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`password-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of password is known", () => {
  expect(store.get("password-341").visitor.name).toBe("Visitor 341");
});
