import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { sendReport } from "../src/report";
import { books, server } from "./support";

test("the warehouses get every page", async () => {
  const send = server();
  expect(await sendReport(books(2014), 500, send)).toBe(120);
  await sleep(150);
});

test("an empty year has no pages for the warehouses", async () => {
  expect(await sendReport([], 500, server())).toBe(0);
});
