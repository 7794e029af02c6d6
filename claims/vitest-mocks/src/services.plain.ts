import { services, type Services } from "./operations";

/** Each test gets plain functions that note their calls, which the runner knows nothing of. */
export const mocked = (): Services =>
  services((answer) => {
    const calls: unknown[][] = [];
    return Object.assign((...given: unknown[]) => (calls.push(given), answer), { calls });
  });
