const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`timeouts-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of timeouts is known", () => {
  expect(store.get("timeouts-496").visitor.name).toBe("Visitor 496");
});
