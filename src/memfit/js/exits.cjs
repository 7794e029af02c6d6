'use strict';
// What is due before a process ends, without a listener that a program could count or remove.
const { apply, getPrototypeOf } = require('./builtins.cjs');
const { forward, instead, onLookup, quietly, replace } = require('./replace.cjs');
const { constants } = require('os');

/**
 * Call `exiting` with the exit code when the isolate ends by itself, before the handlers of the program.
 *
 * @returns an object whose `last` can be set to what has to be done as well if the process sends itself
 *   a signal that ends it, and `hidden` to a worker thread whose start is not the program's business
 */
function install(exiting) {
  const leaving = { last: () => {}, hidden: null };
  let told = false;
  const leave = (code) => {
    if (told) return;
    told = true;
    quietly(() => exiting(code));
    quietly(() => leaving.last());
  };
  // Node says that it is exiting, and then looks up how to emit the event.
  const seen = (self, emit) => {
    if (self !== process) return undefined;
    if (process._exiting) leave(process.exitCode ?? 0);
    return leaving.hidden === null ? undefined : unless(leaving, emit);
  };
  // Not on process itself, which has no such member. Where a program replaces it, its own is looked up.
  onLookup(getPrototypeOf(process), 'emit', seen, (self) => {
    if (self === process) onLookup(process, 'emit', seen);
  });
  replace(process, 'reallyExit', (target, self, words) => {
    leave(words[0]);
    return apply(target, self, words);
  });
  // What process.kill is made of; Node leaves the inspector when a process signals itself. It throws nothing,
  // so that its callers' stacks and errors stay what they are.
  if (typeof process._kill === 'function') {
    replace(process, '_kill', (target, self, words) => {
      const [pid, signal] = words;
      if (pid === process.pid && ends(signal)) quietly(() => leaving.last());
      return apply(target, self, words);
    });
  }
  return leaving;
}

/** Whether a signal ends this process: it is one, and nobody listens to it. */
function ends(signal) {
  if (signal === 0) return false;
  const name = Object.keys(constants.signals).find((each) => constants.signals[each] === signal);
  return name === undefined || process.listenerCount(name) === 0;
}

/** The method that emits, without one event. */
function unless(leaving, emit) {
  return instead(emit, (target, self, words) => {
    if (words[0] !== 'worker' || words[1] !== leaving.hidden) return forward(target, self, words);
    leaving.hidden = null;
    return false;
  });
}

module.exports = { install };
