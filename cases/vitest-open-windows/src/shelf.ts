export interface Book {
  title: string;
  author: string;
  year: number;
}

/** Show books on the page, the latest first. */
export function showShelf(books: Book[]): HTMLElement {
  const shelf = document.createElement("ol");
  for (const { title, author, year } of [...books].sort((one, other) => other.year - one.year)) {
    const entry = document.createElement("li");
    const heading = document.createElement("h3");
    heading.textContent = title;
    const line = document.createElement("p");
    line.textContent = `${author}, ${year}`;
    entry.append(heading, line);
    shelf.append(entry);
  }
  document.body.append(shelf);
  return shelf;
}
