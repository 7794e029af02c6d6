'use strict';
// Ways to stand in the place of a function without being seen: same name, length and source text, and no
// line in a stack trace, which programs print and from which some tell who called them.
const {
  apply, defineProperty, getOwnPropertyDescriptor, getOwnPropertyDescriptors, Proxy, set,
} = require('./builtins.cjs');

const RealError = Error;
const OWN_FRAMES = 2; // the one that stands for the original, and `forward`
const OWN_LINE = /\n[^\n]*node:internal\/memfit\/[^\n]*/g;

/** Make a function that stands for another. `call` takes the original, `this` and the arguments. */
function instead(original, call) {
  return new Proxy(original, { __proto__: null, apply: call });
}

/** Call an original; what it throws shows nothing of the one that stands for it. */
function forward(target, self, words) {
  const { stackTraceLimit: limit } = RealError;
  const longer = typeof limit === 'number' && set(RealError, 'stackTraceLimit', limit + OWN_FRAMES);
  try {
    return apply(target, self, words);
  } catch (error) {
    try {
      if (typeof error.stack === 'string') error.stack = error.stack.replace(OWN_LINE, '');
    } catch {
      // It stays as it is.
    }
    throw error;
  } finally {
    if (longer) set(RealError, 'stackTraceLimit', limit);
  }
}

/**
 * Put a function in the place of a member of an object, as enumerable as it was.
 *
 * @returns a function that puts the original back, unless somebody else has replaced it since
 */
function replace(owner, name, call) {
  const original = owner[name];
  const own = {
    __proto__: null,
    configurable: true,
    writable: true,
    enumerable: getOwnPropertyDescriptor(owner, name)?.enumerable ?? false,
  };
  const value = instead(original, call);
  defineProperty(owner, name, { ...own, value });
  return () => {
    if (owner[name] === value) defineProperty(owner, name, { ...own, value: original });
  };
}

/**
 * Learn when a method is about to be called: `seen` is called with the object when it is looked up. What
 * is called is the method itself, unless `seen` returns another.
 *
 * @param replaced called with an object that was given a method of its own
 * @returns a function that puts everything back
 */
function onLookup(owner, name, seen, replaced = () => {}) {
  const before = getOwnPropertyDescriptor(owner, name);
  let current = owner[name];
  defineProperty(owner, name, {
    __proto__: null,
    configurable: true,
    enumerable: before?.enumerable ?? false,
    get() {
      try {
        return seen(this, current) ?? current;
      } catch {
        return current;
      }
    },
    set(value) {
      if (this === owner) current = value;
      else {
        defineProperty(this, name, { __proto__: null, value, configurable: true, enumerable: true, writable: true });
        replaced(this);
      }
    },
  });
  return () => {
    const own = before ?? { configurable: true, enumerable: false, writable: true };
    defineProperty(owner, name, { __proto__: null, ...own, value: current });
  };
}

/**
 * Learn what is written to a member of an object, from now on and what stands there already. To whoever reads,
 * lists or copies the object it is a member like any other, there once it was written.
 */
function onWrite(object, name, seen) {
  const before = getOwnPropertyDescriptor(object, name);
  if (before?.set !== undefined || before?.configurable === false) return; // it is watched, or cannot be
  let value = object[name];
  const define = (enumerable) =>
    defineProperty(object, name, {
      __proto__: null,
      configurable: true,
      enumerable,
      get: () => value,
      set(next) {
        value = next;
        if (!enumerable) define(true);
        try {
          seen(next);
        } catch {
          // It is written all the same.
        }
      },
    });
  define(before !== undefined);
  if (value !== undefined) seen(value);
}

/** Do what the program must not hear of where it fails; returns what it returned, or undefined. */
function quietly(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** Copy exports with some of them replaced. */
function withMembers(exports, members) {
  const copy = Object.create(Object.getPrototypeOf(exports), getOwnPropertyDescriptors(exports));
  for (const name of Object.keys(members)) {
    defineProperty(copy, name, {
      __proto__: null, value: members[name], configurable: true, enumerable: true, writable: true,
    });
  }
  return copy;
}

module.exports = { forward, instead, onLookup, onWrite, quietly, replace, withMembers };
