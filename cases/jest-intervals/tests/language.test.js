const { SessionStore } = require("../src/session-store");

let store;

beforeEach(() => {
  store = new SessionStore();
  for (let visitor = 0; visitor < 45_000; visitor += 1) store.open(`language-${visitor}`, { name: `Visitor ${visitor}` });
});

test("a visitor of language is known", () => {
  expect(store.get("language-155").visitor.name).toBe("Visitor 155");
});
