'use strict';
// Whether a thread computes: an isolate whose thread has not run since it was asked has nothing new to tell.
const { Buffer, openSync, readSync } = require('./builtins.cjs');

const LEAST = 2_000_000; // nanoseconds; to answer a question takes some tenths of a millisecond
const LONGEST = 1; // seconds without a question, whatever the thread does

/** Return a function that tells for how many nanoseconds a thread of this process has run; NaN where the kernel keeps none. */
function runTime(thread) {
  const buffer = Buffer.allocUnsafeSlow(64);
  try {
    const descriptor = openSync(`/proc/self/task/${thread}/schedstat`, 'r');
    return () => parseInt(buffer.latin1Slice(0, readSync(descriptor, buffer, 0, buffer.length, 0)), 10) || NaN;
  } catch {
    return () => NaN;
  }
}

class Activity {
  /** @param ran tells the nanoseconds that the thread has run; NaN if nobody knows */
  constructor(ran) {
    this.ran = ran;
    this.before = 0;
    this.at = -Infinity;
  }

  /** Say whether the thread is worth a question at this time; if so, it counts as asked. */
  due(at) {
    const ran = this.ran();
    if (ran - this.before < LEAST && at - this.at < LONGEST) return false;
    this.before = ran;
    this.at = at;
    return true;
  }
}

module.exports = { Activity, runTime };
