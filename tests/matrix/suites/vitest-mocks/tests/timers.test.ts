import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.useRealTimers());

test("fake timers count the test's own", () => {
  vi.useFakeTimers();
  expect(vi.getTimerCount()).toBe(0);
  const called = vi.fn();
  setTimeout(called, 60_000);
  setInterval(called, 10_000);
  expect(vi.getTimerCount()).toBe(2);
  vi.advanceTimersByTime(60_000);
  expect(called).toHaveBeenCalledTimes(7);
});

test("a clock that stands still", () => {
  vi.useFakeTimers({ now: 0, toFake: ["Date", "performance", "setTimeout", "setImmediate", "hrtime"] });
  expect([Date.now(), performance.now(), process.hrtime()]).toEqual([0, 0, [0, 0]]);
});

test("nothing is left that runs", () => {
  vi.useFakeTimers();
  vi.runAllTimers();
  expect(vi.getTimerCount()).toBe(0);
});
