const { pages } = require("../src/paging");

test("pages of regions are asked for one by one", () => {
  const requests = pages("billing629", { of: "regions" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of regions are posted", () => {
  const [request] = pages("billing629", { of: "regions".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
