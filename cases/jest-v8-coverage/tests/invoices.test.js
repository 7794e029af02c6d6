const { pages } = require("../src/paging");

test("pages of invoices are asked for one by one", () => {
  const requests = pages("search296", { of: "invoices" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of invoices are posted", () => {
  const [request] = pages("search296", { of: "invoices".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
