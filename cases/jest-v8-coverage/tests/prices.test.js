const { pages } = require("../src/paging");

test("pages of prices are asked for one by one", () => {
  const requests = pages("search444", { of: "prices" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of prices are posted", () => {
  const [request] = pages("search444", { of: "prices".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
