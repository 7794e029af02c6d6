'use strict';
// What stands in for a module that an experiment leaves out: whatever is asked of it answers with the same again,
// does nothing and holds nothing. It can be called, constructed, extended, read, written and iterated.
const children = { __proto__: null, __esModule: true, name: '', length: 0 };

const inert = new Proxy(function () {}, {
  __proto__: null,
  get(target, name) {
    if (name === 'then') return undefined; // who waits for it is not to wait for ever
    if (name === 'prototype') return target.prototype;
    if (name === Symbol.toPrimitive) return () => '';
    if (name === Symbol.iterator) return () => [][Symbol.iterator]();
    if (name === Symbol.asyncIterator) return undefined;
    if (typeof name === 'symbol') return undefined;
    if (name === 'toString' || name === 'toJSON') return () => '';
    return name in children ? children[name] : inert;
  },
  set: () => true,
  defineProperty: () => true,
  deleteProperty: () => true,
  apply: () => inert,
  // A class that extends it has its own methods all the same.
  construct: (target, words, made) => (made === inert ? inert : Reflect.construct(Object, [], made)),
});

module.exports = inert;
