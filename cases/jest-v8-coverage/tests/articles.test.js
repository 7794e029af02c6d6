const { pages } = require("../src/paging");

test("pages of articles are asked for one by one", () => {
  const requests = pages("identity111", { of: "articles" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of articles are posted", () => {
  const [request] = pages("identity111", { of: "articles".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
