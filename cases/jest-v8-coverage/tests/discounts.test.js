const { pages } = require("../src/paging");

test("pages of discounts are asked for one by one", () => {
  const requests = pages("identity259", { of: "discounts" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of discounts are posted", () => {
  const [request] = pages("identity259", { of: "discounts".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
