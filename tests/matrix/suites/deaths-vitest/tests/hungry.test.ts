import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { die } from "./die";

describe("a meal", () => {
  beforeAll(() => die("beforeAll"));
  beforeEach(() => die("beforeEach"));
  afterEach(() => die("afterEach"));
  afterAll(() => die("afterAll"));
  test("eats a little", () => expect(1).toBe(1));
  test("eats everything", () => die("test"));
});

await die("collect");
