const { pages } = require("../src/paging");

test("pages of brands are asked for one by one", () => {
  const requests = pages("billing185", { of: "brands" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of brands are posted", () => {
  const [request] = pages("billing185", { of: "brands".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
