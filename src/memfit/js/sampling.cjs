'use strict';
// Starts and stops the sampler: one thread for each process, which reads every isolate of it.
const {
  apply, bigtime, closeSync, constants, fstatSync, heapStatistics, openSync, setTimeout, threads, uptime, wait, writeSync,
} = require('./builtins.cjs');
const path = require('path');

const EARLY = 64 << 20; // a heap that grows fast is worth the cost of a thread at once
const AFTER = 250; // milliseconds; a process that ends sooner is not worth it
const AFTER_WORKER = 1500; // a runner's child, of which there may be one for each test file
// A test that never lets go of its thread is sampled only if the sampler was there before it. A thread costs some
// 27 ms of CPU, so only as many files are awaited with one as the length of the run allows, at the start and for
// each second after it: more where so little memory is allowed that a single test may die of it.
const AT_ONCE = [2, 0.1];
const AT_ONCE_IF_SCARCE = [6, 0.25];
const SCARCE_HEAP = 1 << 30; // bytes
const SCARCE_LIMIT = 2 ** 31; // bytes, of the whole tree
const PATIENCE = 2000; // milliseconds for the sampler to let go

// Connecting to a process that has no inspector aborts it, and a debugger comes first.
const UNFIT =
  /^--(inspect(-brk|-wait|-port)?|test|watch(-path)?|permission|experimental-permission|no-inspect(or)?|allow-inspector|build-snapshot)$/;
const WORKER = /tinypool|vitest[\\/]dist|jest-worker|mocha[\\/]lib[\\/]nodejs[\\/]worker/;
// These only start another process and wait for it.
const WRAPPER =
  /^(npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack|cross-env|cross-env-shell|dotenv|dotenvx|run-s|run-p|npm-run-all|turbo|lerna|nx|concurrently|wireit)(-cli)?$/;

/** Why no sampler can run in this process, or an empty string. */
function unfit(script) {
  if (process.versions.electron) return 'Electron';
  if (process.permission) return 'the permission model';
  if (!process.features.inspector) return 'a Node without inspector';
  const words = [...process.execArgv, ...(process.env.NODE_OPTIONS || '').split(/\s+/)];
  const flag = words.map((word) => word.split('=')[0]).find((word) => UNFIT.test(word));
  if (flag) return flag;
  if (WRAPPER.test(path.basename(script).replace(/\.[cm]?js$/, ''))) return 'wrapper';
  return '';
}

function prepare({ course, leaving, note, script, told }) {
  const reason = unfit(script);
  if (reason !== '') {
    if (reason !== 'wrapper') note(`this process is not sampled, because of ${reason}`);
    return;
  }
  const lazy = WORKER.test(script) ? AFTER_WORKER : AFTER;
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    course.count();
    try {
      run(leaving, told);
    } catch {
      // Then it is not sampled.
    }
  };
  const timer = setTimeout(begin, lazy);
  timer.unref();
  let first = true;
  course.boundary = () => {
    if (begun) return;
    const asked = first && affordable(told, course.now());
    first = false;
    if (asked || uptime() * 1000 > lazy || heapStatistics().used_heap_size > EARLY) begin();
  };
}

/** Whether this process may be sampled from its first file on: each that asks adds a byte to a file of the run. */
function affordable({ options, streams }, seconds) {
  const scarce = heapStatistics().heap_size_limit < SCARCE_HEAP || (options.limit ?? Infinity) < SCARCE_LIMIT;
  const [most, more] = scarce ? AT_ONCE_IF_SCARCE : AT_ONCE;
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
    const descriptor = openSync(path.join(streams, 'at-once'), flags, 0o600);
    try {
      if (fstatSync(descriptor).size + 1 > most + more * seconds) return false;
      writeSync(descriptor, '.');
      return true;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function run(leaving, told) {
  const gone = new Int32Array(new SharedArrayBuffer(4));
  const worker = new threads.Worker(path.join(__dirname, 'sampler.cjs'), {
    name: 'memfit',
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true, // else Node opens the streams of the program to pass this on
    stderr: true,
    trackUnmanagedFds: false,
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 1, codeRangeSizeMb: 0, stackSizeMb: 1 },
    workerData: { memfit: true, pid: process.pid, gone, ...told },
  });
  leaving.hidden = worker;
  const { postMessage } = worker;
  worker.on('error', () => {});
  worker.unref();
  leaving.last = () => {
    leaving.last = () => {};
    apply(postMessage, worker, ['stop']);
    // Else Node finds an open session at the exit, and says that it waits for a debugger.
    wait(gone, 0, 0, PATIENCE);
    for (let turn = 0; turn < 10000; turn++) bigtime(); // V8 takes in the goodbye between calls
  };
}

module.exports = { affordable, prepare, unfit };
