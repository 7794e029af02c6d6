const { pages } = require("../src/paging");

test("pages of profiles are asked for one by one", () => {
  const requests = pages("catalogue518", { of: "profiles" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of profiles are posted", () => {
  const [request] = pages("catalogue518", { of: "profiles".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
