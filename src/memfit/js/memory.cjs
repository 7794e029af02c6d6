'use strict';
// What an isolate can tell about its memory, and about the peak of its process.
const {
  Buffer, heapStatistics, memoryUsage, openSync, readSync, round, setFlagsFromString, threads, totalmem, writeSync,
} = require('./builtins.cjs');

const RESET_PEAK = '5'; // proc(5): sets VmHWM to the resident set of this moment

/** The counters in the order that the recording format fixes. */
function counters() {
  const heap = heapStatistics();
  const process_ = memoryUsage();
  return [
    heap.used_heap_size,
    heap.total_heap_size,
    process_.external,
    process_.arrayBuffers,
    heap.malloced_memory,
    heap.number_of_native_contexts,
    heap.number_of_detached_contexts,
    process_.rss,
  ];
}

function used() {
  return heapStatistics().used_heap_size;
}

/** Bytes of old space that the words of a command line ask for, or null. */
function oldSpace(words) {
  let found = null;
  for (let index = 0; index < words.length; index++) {
    const [name, value] = words[index].replaceAll('_', '-').split('=');
    if (name !== '--max-old-space-size') continue;
    const megabytes = Number(value ?? words[index + 1]);
    if (megabytes > 0) found = megabytes * 1048576;
  }
  return found;
}

/** What asked for a ceiling, by source. */
function asked() {
  const sources = {};
  const flag = oldSpace(process.execArgv);
  if (flag !== null) sources.flag = flag;
  const variable = oldSpace((process.env.NODE_OPTIONS || '').split(/\s+/));
  if (variable !== null) sources.NODE_OPTIONS = variable;
  const { maxOldGenerationSizeMb: megabytes } = threads.resourceLimits;
  // Where nobody asked, a thread reports V8's default.
  if (!threads.isMainThread && Math.abs(megabytes - defaultOldSpace()) > 2) {
    sources.resourceLimits = Math.floor(megabytes * 1048576);
  }
  return sources;
}

/** Megabytes of old space that V8 takes by default: half of the memory, within bounds. */
function defaultOldSpace() {
  const constrained = process.constrainedMemory?.() ?? 0;
  const total = totalmem();
  const megabytes = (constrained > 0 && constrained < total ? constrained : total) / 1048576;
  return Math.max(Math.min(megabytes / 2, megabytes >= 15 * 1024 ? 4096 : 2048), 256);
}

let collectNow;

/** Force a full collection, without leaving a global `gc` behind. */
function collect() {
  if (collectNow === undefined) {
    if (typeof globalThis.gc === 'function') collectNow = globalThis.gc;
    else {
      setFlagsFromString('--expose-gc');
      collectNow = require('vm').runInNewContext('gc');
      setFlagsFromString('--no-expose-gc');
    }
  }
  collectNow();
}

/** Read the kernel's mark of the process's largest resident set, and set it back. */
function highWater() {
  const buffer = Buffer.allocUnsafeSlow(4096);
  let status;
  let reset;
  return () => {
    status ??= openSync('/proc/self/status', 'r');
    reset ??= openSync('/proc/self/clear_refs', 'w');
    const text = buffer.latin1Slice(0, readSync(status, buffer, 0, buffer.length, 0));
    const start = text.indexOf('VmHWM:');
    if (start < 0) return null;
    const kilobytes = parseInt(text.slice(start + 6), 10);
    writeSync(reset, RESET_PEAK);
    return kilobytes * 1024;
  };
}

/** Add up garbage collections, as far as the event loop tells of them. */
function collections() {
  const total = [0, 0, 0, 0, 0]; // number, seconds, of them major, seconds in those, longest
  const MAJOR = 4;
  const { PerformanceObserver } = require('perf_hooks');
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const seconds = entry.duration / 1000;
      total[0] += 1;
      total[1] += seconds;
      if (entry.detail.kind === MAJOR) {
        total[2] += 1;
        total[3] += seconds;
      }
      if (seconds > total[4]) total[4] = seconds;
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const read = () => {
    const rounded = [];
    for (let index = 0; index < total.length; index++) rounded[index] = round(total[index] * 1e4) / 1e4;
    return rounded;
  };
  return { read, stop: () => observer.disconnect() };
}

module.exports = { asked, collect, collections, counters, highWater, oldSpace, used };
