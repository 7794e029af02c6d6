const { pages } = require("../src/paging");

test("pages of addresses are asked for one by one", () => {
  const requests = pages("catalogue74", { of: "addresses" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of addresses are posted", () => {
  const [request] = pages("catalogue74", { of: "addresses".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
