export interface Row {
  account: string;
  month: number;
  amount: number;
  notes: string[];
}

/** Sends a report, page after page, and says how many pages it had. */
export async function sendReport(rows: Row[], pageSize: number, send: (page: Row[]) => Promise<void>): Promise<number> {
  let pages = 0;
  for (let start = 0; start < rows.length; start += pageSize) {
    await send(rows.slice(start, start + pageSize));
    pages += 1;
  }
  return pages;
}
