'use strict';
// What stands in for a module that an experiment leaves out: whatever is asked of it answers with the same again,
// does nothing and holds nothing. It can be called, constructed, extended, read, written and iterated.
const children = { __proto__: null, __esModule: true, name: '', length: 0 };

const fixed = (target, name) => Reflect.getOwnPropertyDescriptor(target, name)?.configurable === false;

const inert = new Proxy(function () {}, {
  __proto__: null,
  get(target, name) {
    if (fixed(target, name)) return target[name];
    if (name === 'then') return undefined; // who waits for it is not to wait for ever
    if (name === Symbol.toPrimitive) return () => '';
    if (name === Symbol.iterator) return () => [][Symbol.iterator]();
    if (name === Symbol.asyncIterator) return undefined;
    if (typeof name === 'symbol') return undefined;
    if (name === 'toString' || name === 'toJSON') return () => '';
    return name in children ? children[name] : inert;
  },
  // What has it as its prototype, as a class that extends it, keeps its own.
  set: (_, name, value, receiver) => receiver === inert || Reflect.defineProperty(receiver, name, { value, writable: true, enumerable: true, configurable: true }),
  // JavaScript insists that what is fixed for good is there.
  defineProperty: (target, name, wanted) => (wanted.configurable ? true : Reflect.defineProperty(target, name, wanted)),
  deleteProperty: (target, name) => !fixed(target, name),
  apply: () => inert,
  // A class that extends it has its own methods all the same.
  construct: (target, words, made) => (made === inert ? inert : Reflect.construct(Object, [], made)),
});

module.exports = inert;
