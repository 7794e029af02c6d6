import { test } from 'vitest';

test('everything is printed', () => {
  for (let i = 0; i < 4000; i++) console.log(`request ${i} ${'detail '.repeat(400)}`);
});
