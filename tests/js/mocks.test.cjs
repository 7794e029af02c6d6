'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { test } = require('node:test');
const { JS } = require('./harness.cjs');

const { calls, registry } = require(path.join(JS, 'vitest.cjs'));

const MOCKS = new Set();
let cleared = 0;
function clearAllMocks() {
  MOCKS.forEach((mock) => mock.mockClear());
}

function mock(count) {
  return { mock: { calls: Array.from({ length: count }, () => []) }, mockClear: () => (cleared += 1) };
}

test('the set that vitest 4 keeps to itself is found, and nothing in it is cleared', () => {
  MOCKS.add(mock(3)).add(mock(4));
  const { forEach } = Set.prototype;

  assert.strictEqual(registry(clearAllMocks), MOCKS);
  assert.strictEqual(calls(MOCKS), 7);
  assert.strictEqual(cleared, 0);
  assert.strictEqual(Set.prototype.forEach, forEach);
});

test('a function of another shape is not called', () => {
  let called = false;
  const other = () => (called = true);

  assert.strictEqual(registry(other), undefined);
  assert.strictEqual(registry(undefined), undefined);
  assert.strictEqual(called, false);
});

test('a function that does more than walk through the set is not called', () => {
  let more = false;
  function clearAllMocks() {
    MOCKS.forEach((mock) => mock.mockClear());
    more = true;
  }

  assert.strictEqual(registry(clearAllMocks), undefined);
  assert.strictEqual(more, false);
});

test('a set that cannot be changed, or that somebody watches, is left alone', () => {
  const { forEach } = Set.prototype;
  let seen = 0;
  const others = [
    { value: forEach, writable: false, configurable: true },
    { get: () => ((seen += 1), forEach), set: () => (seen += 1), configurable: true },
  ];
  try {
    cleared = 0;
    for (const other of others) {
      Object.defineProperty(Set.prototype, 'forEach', other);
      assert.strictEqual(registry(clearAllMocks), undefined);
    }
    assert.deepStrictEqual([cleared, seen], [0, 0]);
  } finally {
    Object.defineProperty(Set.prototype, 'forEach', { value: forEach, writable: true, configurable: true, enumerable: false });
  }
});
