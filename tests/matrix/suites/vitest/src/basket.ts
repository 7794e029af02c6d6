export interface Item {
  name: string;
  price: number;
}

export function total(items: Item[]): number {
  return items.reduce((sum, item) => sum + item.price, 0);
}

export function items(count: number): Item[] {
  return Array.from({ length: count }, (_, n) => ({ name: `item ${n}`, price: n }));
}
