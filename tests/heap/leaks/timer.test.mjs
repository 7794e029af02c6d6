import { test } from 'vitest';
import { poll } from './src/poller.mjs';
import snapshot from './snapshot.mjs';

test('pollers are never stopped', async () => {
  for (let i = 0; i < 300; i++) poll(i);
  await snapshot();
});
