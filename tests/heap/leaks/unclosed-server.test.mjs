import { test } from 'vitest';
import { serve } from './src/server.mjs';
import snapshot from './snapshot.mjs';

test('servers are never closed', async () => {
  for (let i = 0; i < 40; i++) await serve(i);
  await snapshot();
});
