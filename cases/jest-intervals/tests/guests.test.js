const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`guests-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of guests is known", () => {
  expect(store.get("guests-124").visitor.name).toBe("Visitor 124");
});
