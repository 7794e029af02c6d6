const { pages } = require("../src/paging");

test("pages of shops are asked for one by one", () => {
  const requests = pages("catalogue814", { of: "shops" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of shops are posted", () => {
  const [request] = pages("catalogue814", { of: "shops".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
