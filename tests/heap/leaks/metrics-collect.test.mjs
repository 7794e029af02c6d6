import { test } from 'vitest';
import { startServer } from './src/metrics.mjs';
import snapshot from './snapshot.mjs';

test('every server stays in a gauge', async () => {
  for (let i = 0; i < 200; i++) startServer(i);
  await snapshot();
});
