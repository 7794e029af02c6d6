import type { PGlite } from "@electric-sql/pglite";
import { afterAll, afterEach, beforeEach, test as base } from "vitest";
import { create } from "./schema";

const database = await create();
beforeEach(() => database.exec("begin"));
afterEach(() => database.exec("rollback"));
afterAll(() => database.close());

/** One database a file, closed at its end; what a test writes is rolled back after it. */
export const test = base.extend<{ database: PGlite }>({
  database: async ({}, use) => use(database),
});
