const { showTable } = require("../src/table");

test("a table of keys has a row for each", () => {
  const rows = Array.from({ length: 1500 }, (_, n) => [`keys ${n}`, String(n * 14), "open"]);
  const table = showTable(document, ["name", "number", "state"], rows);
  expect(table.querySelectorAll("tr")).toHaveLength(1501);
});
