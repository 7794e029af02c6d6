const { pages } = require("../src/paging");

test("pages of returns are asked for one by one", () => {
  const requests = pages("identity703", { of: "returns" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of returns are posted", () => {
  const [request] = pages("identity703", { of: "returns".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
