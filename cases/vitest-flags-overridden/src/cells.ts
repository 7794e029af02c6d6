// A spreadsheet: cells with formulas of two others, calculated on demand.

export interface Cell {
  row: number;
  column: number;
  value: number;
  needs: number[];
}

export const sheet = (rows: number, columns: number): Cell[] =>
  Array.from({ length: rows * columns }, (_, n) => ({
    row: Math.floor(n / columns),
    column: n % columns,
    value: n < columns ? n + 1 : Number.NaN,
    needs: n < columns ? [] : [n - columns, n - columns + (n % columns === 0 ? 0 : -1)],
  }));

/** Give every cell its value: the mean of those that it needs. */
export function calculate(cells: Cell[]): Cell[] {
  for (const cell of cells) {
    if (cell.needs.length > 0) cell.value = (cells[cell.needs[0]].value + cells[cell.needs[1]].value) / 2;
  }
  return cells;
}
