'use strict';
// Puts the agent together in one isolate: its stream, the adapters of runners, the sampler.
const builtins = require('./builtins.cjs');
const { Course } = require('./course.cjs');
const exits = require('./exits.cjs');
const memory = require('./memory.cjs');
const stream = require('./stream.cjs');

const { threads } = builtins;
const OWN_COST = 1_000_000; // bytes that the agent without its sampler adds to an isolate

/** What memfit told the agent, or null where this process is not to be watched. */
function settings() {
  const { MEMFIT_STREAMS: streams, MEMFIT_EPOCH: epoch, MEMFIT_OPTIONS: options, MEMFIT_STUB: stub } = process.env;
  // A worker thread may be given variables of its own; then it has those that its parent kept for it.
  if (!streams) return threads.isMainThread ? null : (threads.getEnvironmentData('memfit') ?? null);
  const found = { streams, epoch: Number(epoch), options: builtins.parse(options || '{}'), stub };
  if (threads.isMainThread) threads.setEnvironmentData('memfit', found);
  return found;
}

function thread() {
  try {
    return Number(builtins.basename(builtins.readlinkSync('/proc/thread-self')));
  } catch {
    return null;
  }
}

function start(mark) {
  const told = settings();
  if (told === null || !(told.epoch >= 0)) return;
  const { pid, ppid, version } = process;
  const now = stream.clock(told.epoch);
  const put = stream.open(told.streams, `${pid}-${threads.threadId}`, now);
  const script = process.argv[1] || '';
  put('start', {
    runtime: 'node',
    version: version.slice(1),
    pid,
    parent_pid: ppid,
    thread: threads.threadId,
    os_thread: thread(),
    runner: VITEST_MAIN.test(script) ? 'vitest' : null, // the others say so themselves
    worker: process.env.VITEST_POOL_ID ?? process.env.TINYPOOL_WORKER_ID ?? process.env.JEST_WORKER_ID ?? null,
    heap_limit: builtins.heapStatistics().heap_size_limit,
    asked: memory.asked(),
    own_cost: OWN_COST,
    counters: memory.counters(),
  });
  if (told.stub) require('./stub.cjs').install(builtins.parse(told.stub), (text) => put('note', { text }));
  const course = new Course(put, now, told.options);
  const { stringify } = builtins;
  builtins.defineProperty(globalThis, mark, {
    __proto__: null, enumerable: false, configurable: false, writable: false,
    value: () => stringify(course.reading(now())),
  });
  const leaving = exits.install((code) => course.exit(code));
  watch(course, script);
  if (threads.isMainThread) require('./sampling.cjs').prepare({ course, leaving, note: (text) => put('note', { text }), script, told });
}

// Whose program a script is. What cannot be at work in a process is not loaded into it: the agent starts
// with each of the hundreds of processes of a suite.
const VITEST = /[\\/]tinypool[\\/]|[\\/]vitest[\\/]dist[\\/]/;
const VITEST_MAIN = /[\\/]vitest(\.mjs)?$/;
const JEST_WORKER = /[\\/]jest-worker[\\/]/;
const MOCHA = /[\\/]_?mocha(\.[cm]?js)?$|[\\/]mocha[\\/]lib[\\/](cli[\\/]cli|nodejs[\\/]worker)\.c?js$/;
const TEST = /test|spec/i;

/** Install the adapters of the runners that may be at work in this isolate. */
function watch(course, script) {
  const main = threads.isMainThread;
  if (!main || VITEST.test(script)) require('./vitest.cjs').install(course);
  if (main && (VITEST.test(script) || VITEST_MAIN.test(script))) return; // they run nothing else
  require('./loads.cjs').install(course);
  if (MOCHA.test(script)) require('./mocha.cjs').install(course);
  if (!main || JEST_WORKER.test(script)) return;
  // Node's own runner needs no program: a file is one.
  if (process.env.NODE_TEST_CONTEXT || process.execArgv.includes('--test') || TEST.test(builtins.basename(script))) {
    course.last = require('./node_test.cjs').install(course, script);
  }
}

module.exports = { start };
