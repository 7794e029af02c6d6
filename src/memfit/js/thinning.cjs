'use strict';
// Which readings are worth a line: those that moved, so that ten minutes of a busy suite stay small.
const MOVED = 64; // parts of the last value that was written
const LEAST = 256 << 10; // bytes
const HIGHER = 256; // parts by which a new maximum exceeds the one that was written
const LONGEST = 1; // seconds without a line
const BYTES = [0, 1, 2, 3, 4, 7]; // places of the counters that are bytes; the rest are numbers

/** Whether a number of bytes is far from the one that was written; undefined is none. */
function moved(value, before = 0) {
  const by = Math.abs(value - before);
  return by >= LEAST && by >= before / MOVED;
}

class Thinning {
  constructor() {
    this.written = [];
    this.highest = [];
    this.at = -Infinity;
    this.file = this.test = this.hook = '';
  }

  /** The label if no line of the isolate's own stream tells it: its hook changed within a test. */
  label(file, test, hook) {
    const same = file === this.file && test === this.test;
    const before = same ? this.hook : '';
    this.file = file;
    this.test = test;
    this.hook = hook;
    return hook === before ? undefined : [file, test, hook];
  }

  worth(counters, at) {
    if (at - this.at >= LONGEST || counters.length !== this.written.length) return true;
    for (let index = 0; index < counters.length; index++) {
      const value = counters[index];
      const before = this.written[index];
      if (!BYTES.includes(index)) {
        if (value !== before) return true;
        continue;
      }
      if (moved(value, before)) return true;
      if (value - this.highest[index] >= Math.max(1, this.highest[index] / HIGHER)) return true;
    }
    return false;
  }

  wrote(counters, at) {
    this.at = at;
    this.written = counters;
    for (let index = 0; index < counters.length; index++) {
      this.highest[index] = Math.max(this.highest[index] ?? 0, counters[index]);
    }
  }
}

module.exports = { moved, Thinning };
