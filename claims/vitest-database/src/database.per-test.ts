import type { PGlite } from "@electric-sql/pglite";
import { test as base } from "vitest";
import { create } from "./schema";

/** Each test has a database of its own, and nobody closes it. */
export const test = base.extend<{ database: PGlite }>({
  database: async ({}, use) => {
    await use(await create());
  },
});
