import { Part40, Part41 } from "../generated/index.mjs";

export const menu = (entries: string[]): string =>
  `<nav>${entries.map((text, n) => (n === 0 ? Part40({ text }) : Part41({ text, variant: n % 24 }))).join("")}</nav>`;
