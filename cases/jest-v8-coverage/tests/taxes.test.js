const { pages } = require("../src/paging");

test("pages of taxes are asked for one by one", () => {
  const requests = pages("billing925", { of: "taxes" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of taxes are posted", () => {
  const [request] = pages("billing925", { of: "taxes".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
