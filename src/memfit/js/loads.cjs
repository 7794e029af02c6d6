'use strict';
// Finds out when the program loads a part of a runner, and lets its adapter change what that exports.
const { forward, replace } = require('./replace.cjs');
const Module = require('module');

const QUICK = /[\\/](runner|jestAdapter|testWorker|index)\.js$/; // most files are none of these
const PARTS = [
  [/[\\/]jest-circus[\\/](build[\\/])?runner\.js$|[\\/]jestAdapter\.js$/, (exports, course) => jest('framework', exports, course)],
  [/[\\/]jest-runner[\\/]build[\\/]index\.js$/, (exports, course) => jest('main', exports, course)],
  [/[\\/]jest-runner[\\/]build[\\/]testWorker\.js$/, (exports, course) => jest('worker', exports, course)],
  [/[\\/]mocha[\\/]lib[\\/]runner\.js$/, (exports, course) => require('./mocha.cjs').install(course)],
];

/** Watch where requests lead: unlike a loader that is wrapped, that is no caller of what is loaded. */
function install(course) {
  const changed = new Set();
  replace(Module, '_resolveFilename', (target, self, words) => {
    const file = forward(target, self, words);
    if (typeof file !== 'string' || !QUICK.test(file) || changed.has(file)) return file;
    const part = PARTS.find(([pattern]) => pattern.test(file));
    if (part === undefined) return file;
    changed.add(file);
    const exports = Module._load(file, words[1], false);
    try {
      const module = Module._cache[file];
      module.exports = part[1](exports, course) ?? exports;
    } catch {
      // The runner runs unwatched.
    }
    return file;
  });
}

function jest(part, exports, course) {
  return require('./jest.cjs').loaded(part, exports, course);
}

module.exports = { install };
