const { pages } = require("../src/paging");

test("pages of accounts are asked for one by one", () => {
  const requests = pages("billing37", { of: "accounts" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of accounts are posted", () => {
  const [request] = pages("billing37", { of: "accounts".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
