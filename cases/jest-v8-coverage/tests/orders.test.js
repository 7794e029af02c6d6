const { pages } = require("../src/paging");

test("pages of orders are asked for one by one", () => {
  const requests = pages("catalogue370", { of: "orders" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of orders are posted", () => {
  const [request] = pages("catalogue370", { of: "orders".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
