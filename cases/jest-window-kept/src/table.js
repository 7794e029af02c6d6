/** Show rows in a table of the page. */
function showTable(document, head, rows) {
  const table = document.createElement("table");
  for (const row of [head, ...rows]) {
    const line = document.createElement("tr");
    for (const text of row) {
      const cell = document.createElement("td");
      cell.textContent = text;
      line.appendChild(cell);
    }
    table.appendChild(line);
  }
  document.body.appendChild(table);
  return table;
}

module.exports = { showTable };
