const { pages } = require("../src/paging");

test("pages of reminders are asked for one by one", () => {
  const requests = pages("catalogue666", { of: "reminders" }, 3);
  expect(requests.map(({ url }) => url.slice(-6))).toEqual(["page=0", "page=1", "page=2"]);
});

test("long lists of reminders are posted", () => {
  const [request] = pages("catalogue666", { of: "reminders".repeat(200) }, 1);
  expect(request.method).toBe("POST");
});
