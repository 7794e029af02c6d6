import { type Item, total } from "./bill";

export const euros = (cents: number): string => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;

export const print = (items: Item[], percent: number): string[] => [
  ...items.map(({ name, cents, quantity }) => `${quantity} ${name} ${euros(cents * quantity)}`),
  `total ${euros(total(items, percent))}`,
];
