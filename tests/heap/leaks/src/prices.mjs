const priceCache = new Map();
export function price(sku) {
  if (!priceCache.has(sku)) priceCache.set(sku, { sku, history: Array.from({ length: 500 }, (_, i) => i * 1.5) });
  return priceCache.get(sku).history[0];
}
