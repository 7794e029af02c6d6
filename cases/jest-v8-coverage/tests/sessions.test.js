const { pages } = require("../src/paging");

test("pages of sessions are asked for one by one", () => {
  const requests = pages("billing777", { of: "sessions" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of sessions are posted", () => {
  const [request] = pages("billing777", { of: "sessions".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
