'use strict';
// Lets jest run its test files in the order that an experiment asks for.
const order = new Map(JSON.parse(process.env.MEMFIT_ORDER || '[]').map((path, index) => [path, index]));
const place = ({ path }) => order.get(path) ?? order.size;

module.exports = class {
  sort(tests) {
    return [...tests].sort((one, other) => place(one) - place(other));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};
