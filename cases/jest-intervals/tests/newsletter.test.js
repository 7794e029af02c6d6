const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`newsletter-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of newsletter is known", () => {
  expect(store.get("newsletter-248").visitor.name).toBe("Visitor 248");
});
