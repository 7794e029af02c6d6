'use strict';
// What is due before a process ends, without a listener that a program could count or remove.
const { apply, getPrototypeOf } = require('./builtins.cjs');
const { forward, instead, onLookup, replace } = require('./replace.cjs');

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
  replace(process, 'kill', (target, self, words) => {
    const [pid, signal] = words;
    // A signal that the program listens to does not end it.
    const ending = pid === process.pid && signal !== 0 && process.listenerCount(signal ?? 'SIGTERM') === 0;
    if (ending) quietly(() => leaving.last());
    return forward(target, self, words);
  });
  return leaving;
}

/** The method that emits, without one event. */
function unless(leaving, emit) {
  return instead(emit, (target, self, words) => {
    if (words[0] !== 'worker' || words[1] !== leaving.hidden) return forward(target, self, words);
    leaving.hidden = null;
    return false;
  });
}

function quietly(action) {
  try {
    action();
  } catch {
    // The process has to end.
  }
}

module.exports = { install };
