'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { test } = require('node:test');
const vm = require('node:vm');
const { JS } = require('./harness.cjs');

const { install } = require(path.join(JS, 'vitest.cjs'));

/** What a worker tells of the states that vitest publishes in it. */
function told(config, ctx, owners) {
  const found = { files: [], pools: [] };
  const course = {
    runner() {},
    plan() {},
    page() {},
    fileStart: (file) => found.files.push(file),
    config: (members) => found.pools.push(members.pool),
  };
  const before = Object.defineProperty;
  try {
    install(course);
    owners.forEach((owner, index) => {
      const value = { config, ctx, filepath: `${index}.test.js` };
      Object.defineProperty(owner, '__vitest_worker__', { value, configurable: true, writable: true });
    });
  } finally {
    Object.defineProperty = before;
    delete globalThis.__vitest_worker__;
  }
  return found;
}

const context = () => vm.createContext({});

test('a worker whose files have contexts of their own tells of each, and names its pool', () => {
  const pools = { vmForks: {}, forks: { isolate: true } };
  const config = { isolate: true, pool: 'vmForks', poolOptions: pools };

  // vitest 3 says forks in the workers of vmForks
  const found = told(config, { pool: 'forks' }, [context(), context(), context()]);

  assert.deepStrictEqual(found.files, ['0.test.js', '1.test.js', '2.test.js']);
  assert.deepStrictEqual(found.pools, ['vmForks', 'vmForks', 'vmForks']);
});

test('a worker that runs one file is watched no longer than until that is known', () => {
  const isolated = told({ isolate: true }, { pool: 'forks' }, [globalThis, globalThis]);
  const shared = told({ isolate: false }, { pool: 'forks' }, [globalThis, globalThis]);

  assert.deepStrictEqual(isolated.files, ['0.test.js']);
  assert.deepStrictEqual(shared.files, ['0.test.js', '1.test.js']);
});
