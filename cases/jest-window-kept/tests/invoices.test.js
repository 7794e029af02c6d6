const { showTable } = require("../src/table");

test("a table of invoices has a row for each", () => {
  const rows = Array.from({ length: 1500 }, (_, n) => [`invoices ${n}`, String(n * 12), "open"]);
  const table = showTable(document, ["name", "number", "state"], rows);
  expect(table.querySelectorAll("tr")).toHaveLength(1501);
});
