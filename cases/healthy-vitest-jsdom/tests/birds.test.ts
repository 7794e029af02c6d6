import { afterEach, expect, test } from "vitest";
import { filteredList } from "../src/list";

const entries = Array.from({ length: 300 }, (_, n) => `birds ${n}`);

afterEach(() => document.body.replaceChildren());

test("all birds are shown at first", () => {
  document.body.append(filteredList(document, entries));
  expect(document.querySelectorAll("li")).toHaveLength(300);
});

test("what is typed filters the birds", () => {
  const list = filteredList(document, entries);
  document.body.append(list);
  const field = list.querySelector("input")!;
  field.value = "29";
  field.dispatchEvent(new Event("input"));
  expect(list.querySelectorAll("li")).toHaveLength(13);
});
