'use strict';
// What JavaScript runs when the heap passes marks on its way to the ceiling. The sampler's question is
// answered by interrupting what runs, so that lies below the answer on the stack.
const MARKS = [0.95, 0.9, 0.8, 0.7, 0.5]; // of the ceiling
const LEAP = 64 << 20; // bytes more than when memory was last low, or a stack was read for a leap
const PAUSE = 0.5; // seconds between stacks of leaps
const LONG = 0.3; // seconds in one test after which it is worth a stack, and as much again after each
const MOST_OF_A_TEST = 8; // stacks of one test that is only long
const MOST_FRAMES = 12;
const MOST_TEXT = 2000; // characters
const OWN = /^node:internal\/memfit\//;

const PACKAGES = /^node:|[\\/]node_modules[\\/]/;

const RealError = Error;

class Marks {
  constructor() {
    this.passed = 0; // the highest mark that was passed
    this.level = Infinity;
    this.at = -Infinity;
    this.test = '';
    this.next = Infinity; // when the test that runs is worth a stack for its length alone
    this.ofTest = 0;
    this.missed = false; // none of the project's code ran when a stack was due: the next that does is taken
  }

  /** Say whether this reading is worth a stack. */
  due(at, used, external, share, test) {
    const mark = MARKS.find((each) => share >= each) ?? 0;
    const held = used + external;
    const leapt = held - this.level >= LEAP && at - this.at >= PAUSE;
    const due = mark > this.passed || leapt || this.long(at, test) || this.missed;
    if (leapt || held < this.level) this.level = held;
    if (mark > this.passed) this.passed = mark;
    if (due) this.at = at;
    return due;
  }

  /** Take in the frames that were read when a stack was due; those that say nothing new are left out. */
  read(found) {
    const again = this.missed;
    this.missed = !found.some(([, file]) => !PACKAGES.test(file));
    return again && this.missed ? [] : found;
  }

  /** Say whether a test has run for long: what it is stuck in may be one call that answers nothing more. */
  long(at, test) {
    if (test !== this.test) {
      this.test = test;
      this.next = test === '' ? Infinity : at + LONG;
      this.ofTest = 0;
    }
    if (at < this.next || this.ofTest === MOST_OF_A_TEST) return false;
    this.ofTest += 1;
    this.next = at + LONG * 2 ** this.ofTest;
    return true;
  }
}

/** The frames under this call: function, file, line. Programs change how stacks are prepared. */
function frames() {
  const { stackTraceLimit, prepareStackTrace } = RealError;
  try {
    RealError.stackTraceLimit = MOST_FRAMES + 8;
    RealError.prepareStackTrace = (_, sites) => sites;
    return read(new RealError().stack);
  } finally {
    RealError.stackTraceLimit = stackTraceLimit;
    RealError.prepareStackTrace = prepareStackTrace;
  }
}

function read(sites) {
  const found = [];
  let text = 0;
  for (const site of sites) {
    const file = site.getFileName() ?? site.getEvalOrigin() ?? '';
    if (OWN.test(file) || file === '') continue;
    const name = site.getFunctionName() ?? '(anonymous)';
    text += name.length + file.length;
    if (found.length === MOST_FRAMES || text > MOST_TEXT) break;
    found.push([name, file, site.getLineNumber()]);
  }
  return found;
}

module.exports = { Marks, frames };
