import { test } from 'vitest';
import { handle } from './src/requests.mjs';
import snapshot from './snapshot.mjs';

test('requests are logged for ever', async () => {
  for (let i = 0; i < 3000; i++) handle({ url: `/orders/${i}`, body: 'x'.repeat(20) + i, headers: Array.from({ length: 400 }, (_, k) => k + i) });
  await snapshot();
});
