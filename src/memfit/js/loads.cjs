'use strict';
// Finds out when the program has loaded a part of a runner, and lets its adapter change what that exports.
const { defineProperty } = require('./builtins.cjs');
const Module = require('module');

const QUICK = /[\\/](runner|jestAdapter|testWorker|index)\.js$/; // most files are none of these
const PARTS = [
  [/[\\/]jest-circus[\\/](build[\\/])?runner\.js$|[\\/]jestAdapter\.js$/, (exports, course) => jest('framework', exports, course)],
  [/[\\/]jest-runner[\\/]build[\\/]index\.js$/, (exports, course) => jest('main', exports, course)],
  [/[\\/]jest-runner[\\/]build[\\/]testWorker\.js$/, (exports, course) => jest('worker', exports, course)],
  [/[\\/]mocha[\\/]lib[\\/]runner\.js$/, (exports, course) => require('./mocha.cjs').install(course)],
];

/**
 * Watch how Node notes in each module whether it is loaded. Unlike a loader that is wrapped, that is no
 * caller of what is loaded: it stands in no stack, and no error passes it.
 */
function install(course) {
  const own = { __proto__: null, configurable: true, enumerable: true };
  defineProperty(Module.prototype, 'loaded', {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get() {
      return undefined;
    },
    set(value) {
      const change = value === false ? changeOf(this.id) : undefined;
      if (change === undefined) {
        defineProperty(this, 'loaded', { ...own, value, writable: true });
        return;
      }
      defineProperty(this, 'loaded', {
        ...own,
        get: () => value,
        set: (loaded) => {
          defineProperty(this, 'loaded', { ...own, value: loaded, writable: true });
          if (loaded === true) replaceExports(this, change, course);
        },
      });
    },
  });
}

function changeOf(file) {
  if (typeof file !== 'string' || !QUICK.test(file)) return undefined;
  return PARTS.find(([pattern]) => pattern.test(file))?.[1];
}

function replaceExports(module, change, course) {
  try {
    module.exports = change(module.exports, course) ?? module.exports;
  } catch {
    // The runner runs unwatched.
  }
}

function jest(part, exports, course) {
  return require('./jest.cjs').loaded(part, exports, course);
}

module.exports = { install };
