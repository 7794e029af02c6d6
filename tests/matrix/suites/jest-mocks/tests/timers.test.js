afterEach(() => jest.useRealTimers());

test("fake timers count the test's own", () => {
  jest.useFakeTimers();
  expect(jest.getTimerCount()).toBe(0);
  const called = jest.fn();
  setTimeout(called, 60_000);
  setInterval(called, 10_000);
  expect(jest.getTimerCount()).toBe(2);
  jest.advanceTimersByTime(60_000);
  expect(called).toHaveBeenCalledTimes(7);
});

test("a clock that stands still", () => {
  jest.useFakeTimers({ now: 0 });
  expect([Date.now(), process.hrtime()]).toEqual([0, [0, 0]]);
});

test("timers of old", () => {
  jest.useFakeTimers({ legacyFakeTimers: true });
  setTimeout(() => {}, 5);
  expect(jest.getTimerCount()).toBe(1);
  jest.runAllTimers();
});
