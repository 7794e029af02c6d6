const { showTable } = require("../src/table");

test("a table of members has a row for each", () => {
  const rows = Array.from({ length: 1500 }, (_, n) => [`members ${n}`, String(n * 16), "open"]);
  const table = showTable(document, ["name", "number", "state"], rows);
  expect(table.querySelectorAll("tr")).toHaveLength(1501);
});
