const { pages } = require("../src/paging");

test("pages of stocks are asked for one by one", () => {
  const requests = pages("identity851", { of: "stocks" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of stocks are posted", () => {
  const [request] = pages("identity851", { of: "stocks".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
