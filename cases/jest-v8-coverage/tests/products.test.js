const { pages } = require("../src/paging");

test("pages of products are asked for one by one", () => {
  const requests = pages("billing481", { of: "products" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of products are posted", () => {
  const [request] = pages("billing481", { of: "products".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
