import { expect, test } from "vitest";
import { retry } from "../src/retry";

test("the third time works", async () => {
  let calls = 0;
  expect(await retry(async () => (++calls < 3 ? Promise.reject(new Error("busy")) : calls), 5)).toBe(3);
});

test("the last error comes through", async () => {
  await expect(retry(() => Promise.reject(new Error("busy")), 2)).rejects.toThrow("busy");
});
