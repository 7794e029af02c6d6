import { expect, test } from "vitest";
import { showShelf } from "../src/shelf";

test("the latest book about ferns comes first", () => {
  const books = Array.from({ length: 500 }, (_, n) => ({ title: `ferns, volume ${n}`, author: "various", year: 1500 + n }));
  const shelf = showShelf(books);
  expect(shelf.children).toHaveLength(500);
  expect(shelf.querySelector("h3")?.textContent).toBe("ferns, volume 499");
});
