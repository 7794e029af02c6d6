export interface Item {
  name: string;
  cents: number;
  quantity: number;
}

export const net = (items: Item[]): number => items.reduce((sum, { cents, quantity }) => sum + cents * quantity, 0);

// Wrong: the tax of a bill is rounded once, not item by item.
export const tax = (items: Item[], percent: number): number =>
  items.reduce((sum, { cents, quantity }) => sum + Math.round((cents * quantity * percent) / 100), 0);

export const total = (items: Item[], percent: number): number => net(items) + tax(items, percent);
