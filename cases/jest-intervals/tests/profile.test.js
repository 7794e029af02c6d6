const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`profile-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of profile is known", () => {
  expect(store.get("profile-372").visitor.name).toBe("Visitor 372");
});
