const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`vouchers-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of vouchers is known", () => {
  expect(store.get("vouchers-527").visitor.name).toBe("Visitor 527");
});
