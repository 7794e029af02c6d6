const { pages } = require("../src/paging");

test("pages of refunds are asked for one by one", () => {
  const requests = pages("search592", { of: "refunds" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of refunds are posted", () => {
  const [request] = pages("search592", { of: "refunds".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
