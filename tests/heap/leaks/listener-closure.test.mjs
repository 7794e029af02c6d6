import { test } from 'vitest';
import { connect } from './src/bus.mjs';
import snapshot from './snapshot.mjs';

test('nobody takes the listeners off', async () => {
  for (let i = 0; i < 300; i++) connect(i);
  await snapshot();
});
