/** A list that is filtered by what is typed into its field. */
export function filteredList(document: Document, entries: string[]): HTMLElement {
  const root = document.createElement("section");
  const field = document.createElement("input");
  const list = document.createElement("ul");
  const show = (): void => {
    list.replaceChildren(
      ...entries
        .filter((entry) => entry.includes(field.value))
        .map((entry) => {
          const item = document.createElement("li");
          item.textContent = entry;
          return item;
        }),
    );
  };
  field.addEventListener("input", show);
  root.append(field, list);
  show();
  return root;
}
