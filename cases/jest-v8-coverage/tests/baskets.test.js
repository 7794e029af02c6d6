const { pages } = require("../src/paging");

test("pages of baskets are asked for one by one", () => {
  const requests = pages("search148", { of: "baskets" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of baskets are posted", () => {
  const [request] = pages("search148", { of: "baskets".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
