'use strict';
// The stream of one isolate: one JSON line for each event, each written by one system call, so that it
// is there whatever happens next.
const { bigtime, constants, join, openSync, round, stringify, writeSync } = require('./builtins.cjs');

const FLAGS =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_APPEND | constants.O_NOFOLLOW;
const MOST_NAMES = 64; // a pid that is used again, or that runs one Node after another
const MOST_HELD = 64;

/** Seconds since the recording started, from the clock that memfit uses as well. */
function clock(epoch) {
  return () => round((Number(bigtime() / 10000n) / 1e5 - epoch) * 1e4) / 1e4;
}

/** Open a new file for its owner only; a name that is taken gets a number. */
function create(directory, name) {
  for (let number = 1; number <= MOST_NAMES; number++) {
    const suffix = number === 1 ? '' : `.${number}`;
    try {
      return openSync(join(directory, `${name}${suffix}.jsonl`), FLAGS, 0o600);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  throw new Error('no name is free');
}

/** Return a function that appends one event. */
function open(directory, name, now) {
  const descriptor = create(directory, name);
  let held = []; // a test that replaces the file system (mock-fs) makes writing fail for a while
  return (event, fields) => {
    try {
      held[held.length] = stringify({ at: now(), event, ...fields });
      let text = '';
      for (let index = 0; index < held.length; index++) text += held[index] + '\n';
      writeSync(descriptor, text);
      held = [];
    } catch {
      if (held.length > MOST_HELD) held = [];
    }
  };
}

module.exports = { clock, create, open };
