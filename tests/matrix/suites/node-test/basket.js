export const total = (items) => items.reduce((sum, item) => sum + item.price, 0);
export const items = (count) =>
  Array.from({ length: count }, (_, n) => ({ name: `item ${n}`, price: n }));
