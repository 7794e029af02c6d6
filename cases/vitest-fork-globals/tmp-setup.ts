import { afterAll } from "vitest"; afterAll(() => { globalThis.__mockApiScenarios?.clear(); });
