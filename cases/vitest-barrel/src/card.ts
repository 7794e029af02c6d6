import { Part7, Part12 } from "../generated/index.mjs";

export const card = (title: string, text: string): string => `<div>${Part7({ text: title })}${Part12({ text, variant: 3 })}</div>`;
