const { pages } = require("../src/paging");

test("pages of payments are asked for one by one", () => {
  const requests = pages("identity407", { of: "payments" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of payments are posted", () => {
  const [request] = pages("identity407", { of: "payments".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
