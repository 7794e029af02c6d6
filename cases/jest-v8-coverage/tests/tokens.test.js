const { pages } = require("../src/paging");

test("pages of tokens are asked for one by one", () => {
  const requests = pages("catalogue962", { of: "tokens" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of tokens are posted", () => {
  const [request] = pages("catalogue962", { of: "tokens".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
