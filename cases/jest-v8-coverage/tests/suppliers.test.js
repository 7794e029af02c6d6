const { pages } = require("../src/paging");

test("pages of suppliers are asked for one by one", () => {
  const requests = pages("search888", { of: "suppliers" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of suppliers are posted", () => {
  const [request] = pages("search888", { of: "suppliers".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
