const { pages } = require("../src/paging");

test("pages of customers are asked for one by one", () => {
  const requests = pages("catalogue222", { of: "customers" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of customers are posted", () => {
  const [request] = pages("catalogue222", { of: "customers".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
