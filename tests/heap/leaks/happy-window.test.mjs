// @vitest-environment happy-dom
import { test } from 'vitest';
import snapshot from './snapshot.mjs';

test('a page keeps what was rendered', async () => {
  const list = document.createElement('ul');
  document.body.append(list);
  for (let i = 0; i < 4000; i++) { const item = document.createElement('li'); item.textContent = `row ${i}`; item.setAttribute('data-id', String(i)); list.append(item); }
  await snapshot();
});
