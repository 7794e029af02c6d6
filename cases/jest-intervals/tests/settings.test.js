const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`settings-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of settings is known", () => {
  expect(store.get("settings-465").visitor.name).toBe("Visitor 465");
});
