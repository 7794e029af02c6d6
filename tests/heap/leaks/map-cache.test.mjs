import { test } from 'vitest';
import { price } from './src/prices.mjs';
import snapshot from './snapshot.mjs';

test('every price stays in the cache', async () => {
  for (let i = 0; i < 3000; i++) price(`sku-${i}`);
  await snapshot();
});
