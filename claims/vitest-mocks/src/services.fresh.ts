import { vi } from "vitest";
import { services, type Services } from "./operations";

/** Each test gets mocks of its own. */
export const mocked = (): Services => services((answer) => vi.fn(() => answer));
