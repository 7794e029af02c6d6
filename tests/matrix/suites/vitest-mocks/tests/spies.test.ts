import { createRequire } from "node:module";
import { afterEach, expect, test, vi } from "vitest";

const require = createRequire(import.meta.url);

afterEach(() => vi.restoreAllMocks());

/** Let whoever else runs here do what it does. */
const wait = () => new Promise((resolve) => setTimeout(resolve, 120));

test("nobody else turns things into JSON", async () => {
  const stringify = vi.spyOn(JSON, "stringify");
  const parse = vi.spyOn(JSON, "parse");
  await wait();
  JSON.parse(JSON.stringify({ own: true }));
  expect([stringify.mock.calls.length, parse.mock.calls.length]).toEqual([1, 1]);
});

test("JSON that throws", async () => {
  vi.spyOn(JSON, "stringify").mockImplementation(() => {
    throw new Error("no");
  });
  await wait();
});

test("nobody else defines properties", async () => {
  const define = vi.spyOn(Object, "defineProperty");
  await wait();
  Object.defineProperty({}, "own", { value: 1 });
  const calls = define.mock.calls.map((call) => String(call[1]));
  // vitest 3 itself defines "mock" while it spies.
  expect(calls.filter((name) => name !== "own" && name !== "mock")).toEqual([]);
});

test("defineProperty is as it ever was", () => {
  const { name, length } = Object.defineProperty;
  expect([name, length]).toEqual(["defineProperty", 3]);
  expect(String(Object.defineProperty)).toMatch(/^function \w*\(\) \{ \[native code\] \}$/);
  expect(() => Object.defineProperty(1 as never, "x", {})).toThrow(TypeError);
  expect(new (class {})()).not.toHaveProperty("__vitest_worker__");
});

test("nobody else writes to files or asks for memory", async () => {
  const fs = require("node:fs");
  const spies = ["writeSync", "openSync", "readFileSync", "appendFileSync", "closeSync"].map(
    (name) => vi.spyOn(fs, name),
  );
  const usage = vi.spyOn(process, "memoryUsage");
  const clock = vi.spyOn(process, "hrtime");
  await wait();
  expect(spies.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0, 0, 0]);
  expect([usage.mock.calls.length, clock.mock.calls.length]).toEqual([0, 0]);
});

test("a broken Array.prototype and String.prototype", async () => {
  const { join, map, push } = Array.prototype;
  Array.prototype.join = Array.prototype.map = Array.prototype.push = () => {
    throw new Error("no");
  };
  const until = performance.now() + 120;
  while (performance.now() < until);
  Object.assign(Array.prototype, { join, map, push });
});

test("the console is the test's own", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  console.log("caught");
  expect(log.mock.calls).toEqual([["caught"]]);
});

test("what is written to stdout is the test's own", async () => {
  const write = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  const other = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  await wait();
  process.stdout.write("caught");
  expect(write.mock.calls).toEqual([["caught"]]);
  expect(other.mock.calls).toEqual([]);
});
