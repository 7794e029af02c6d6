import { test, vi } from 'vitest';
import snapshot from './snapshot.mjs';

const sendMail = vi.fn();
test('a mock remembers all that it was given', async () => {
  for (let i = 0; i < 2000; i++) sendMail({ to: `user-${i}`, attachment: Array.from({ length: 700 }, (_, k) => k + i + 0.5) });
  await snapshot();
});
