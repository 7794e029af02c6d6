const fs = require("fs");

afterEach(() => jest.restoreAllMocks());

/** Let whoever else runs here do what it does. */
const wait = () => new Promise((resolve) => setTimeout(resolve, 120));

test("nobody else turns things into JSON", async () => {
  const stringify = jest.spyOn(JSON, "stringify");
  const parse = jest.spyOn(JSON, "parse");
  await wait();
  JSON.parse(JSON.stringify({ own: true }));
  expect([stringify.mock.calls.length, parse.mock.calls.length]).toEqual([1, 1]);
});

test("nobody else defines properties", async () => {
  const define = jest.spyOn(Object, "defineProperty");
  await wait();
  expect(define.mock.calls.map((call) => String(call[1]))).toEqual([]);
});

test("nobody else writes to files or asks for memory", async () => {
  // The file system of jest's tests is the process' own.
  const spies = ["writeSync", "openSync", "readFileSync", "appendFileSync", "closeSync"].map((name) =>
    jest.spyOn(fs, name),
  );
  const usage = jest.spyOn(process, "memoryUsage");
  await wait();
  const calls = spies.map((spy) => spy.mock.calls.length);
  jest.restoreAllMocks();
  expect(calls).toEqual([0, 0, 0, 0, 0]);
  expect(usage.mock.calls).toEqual([]);
});

test("the console is the test's own", () => {
  const log = jest.spyOn(console, "log").mockImplementation(() => {});
  console.log("caught");
  expect(log.mock.calls).toEqual([["caught"]]);
});

test("what is written to stdout is the test's own", async () => {
  const write = jest.spyOn(process.stdout, "write").mockImplementation(() => true);
  const other = jest.spyOn(process.stderr, "write").mockImplementation(() => true);
  await wait();
  process.stdout.write("caught");
  const calls = [write.mock.calls, other.mock.calls];
  jest.restoreAllMocks();
  expect(calls).toEqual([[["caught"]], []]);
});
