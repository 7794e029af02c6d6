export interface Row {
  account: string;
  month: number;
  amount: number;
  notes: string[];
}

export interface Books {
  page: (number: number) => Promise<Row[]>;
  pages: () => Promise<number>;
}

/** What was booked in a year, month by month; asks for page after page. */
export async function byMonth(books: Books): Promise<number[]> {
  const months = new Array<number>(12).fill(0);
  const pages = await books.pages();
  for (let number = 0; number < pages; number += 1) {
    for (const { month, amount } of await books.page(number)) months[month - 1] += amount;
  }
  return months;
}
