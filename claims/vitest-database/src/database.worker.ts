import type { PGlite } from "@electric-sql/pglite";
import { test as base } from "vitest";
import { create } from "./schema";

/** One database a worker; what a test writes is rolled back after it. */
export const test = base.extend<{ shared: PGlite; database: PGlite }>({
  shared: [
    async ({}, use) => {
      const database = await create();
      await use(database);
      await database.close();
    },
    { scope: "worker" },
  ],
  database: async ({ shared }, use) => {
    await shared.exec("begin");
    await use(shared);
    await shared.exec("rollback");
  },
});
