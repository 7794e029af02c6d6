const { pages } = require("../src/paging");

test("pages of ratings are asked for one by one", () => {
  const requests = pages("identity555", { of: "ratings" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of ratings are posted", () => {
  const [request] = pages("identity555", { of: "ratings".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
