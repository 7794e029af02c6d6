import { remember } from "./undo";

/** An editor of plain text: what is typed is shown, and can be taken back. */
export function editor(root: HTMLElement): { type: (text: string) => void; text: () => string } {
  const area = document.createElement("textarea");
  root.append(area);
  return {
    type(text) {
      remember(area.value);
      area.value += text;
    },
    text: () => area.value,
  };
}
