import * as fs from "fs";
import { expect, test, vi } from "vitest";
import { read, write } from "../src/notes";

vi.mock("fs");

test("a mocked read answers what it was told", () => {
  vi.mocked(fs.readFileSync).mockReturnValue("told");
  expect(read("nowhere")).toBe("told");
});

test("a mocked write sees its own calls only", async () => {
  await new Promise((resolve) => setTimeout(resolve, 120));
  vi.mocked(fs.writeSync).mockImplementation(() => {
    throw new Error("the disk is full");
  });
  expect(() => write("text")).toThrow("full");
  expect(vi.mocked(fs.writeSync).mock.calls).toEqual([[99, "text"]]);
  expect(vi.mocked(fs.openSync).mock.calls).toEqual([]);
});
