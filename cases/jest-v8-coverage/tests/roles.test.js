const { pages } = require("../src/paging");

test("pages of roles are asked for one by one", () => {
  const requests = pages("search740", { of: "roles" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of roles are posted", () => {
  const [request] = pages("search740", { of: "roles".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
