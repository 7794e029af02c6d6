const { pages } = require("../src/paging");

test("pages of labels are asked for one by one", () => {
  const requests = pages("billing333", { of: "labels" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of labels are posted", () => {
  const [request] = pages("billing333", { of: "labels".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
