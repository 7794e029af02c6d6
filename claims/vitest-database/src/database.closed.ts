import type { PGlite } from "@electric-sql/pglite";
import { test as base } from "vitest";
import { create } from "./schema";

/** Each test has a database of its own, which is closed after it. */
export const test = base.extend<{ database: PGlite }>({
  database: async ({}, use) => {
    const database = await create();
    await use(database);
    await database.close();
  },
});
