import { type Mock, vi } from "vitest";
import { services, type Services } from "./operations";

// One set for all tests of this process, wherever this module is loaded again.
const kept = globalThis as typeof globalThis & { mocksOfShop?: Services };

/** All tests share one set of mocks, which forgets its calls before each of them. */
export function mocked(): Services {
  kept.mocksOfShop ??= services((answer) => vi.fn(() => answer));
  for (const operations of Object.values(kept.mocksOfShop)) {
    for (const operation of Object.values(operations)) (operation as Mock).mockClear();
  }
  return kept.mocksOfShop;
}
