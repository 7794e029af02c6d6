'use strict';
// The course of test files and tests through one isolate, as the adapters of the runners report it.
const { collect, collections, counters, highWater, used } = require('./memory.cjs');

const stacks = require('./stacks.cjs');
const { getOwnPropertyDescriptor, heapStatistics } = require('./builtins.cjs');

const { getActiveResourcesInfo } = process;

const LONGEST_NAME = 1000; // characters of a test's name that are kept

/** Name a test with its suites, cut to a length that a line can hold. */
function named(names) {
  const name = names.join(' > ');
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

const COUNTED_AFTER = 1; // seconds

class Course {
  /**
   * @param put appends an event to the stream
   * @param now tells the time of the recording
   * @param told what memfit asked for: `gc` forces a collection at the end of each file
   */
  constructor(put, now, told) {
    this.put = put;
    this.now = now;
    this.collecting = told.gc === true;
    this.snapshots = told.snapshot ? new (require('./snapshots.cjs').Snapshots)(put, told) : null;
    this.file = this.test = this.hook = '';
    this.written = ''; // the hook as the stream has it
    this.open = []; // tests that run; more than one where they run concurrently
    this.boundary = () => {}; // called at each start: begins to sample where that is due
    this.last = () => {}; // called with the exit code before the exit is noted
    this.refresh = null; // brings the hook up to date where a runner only keeps state
    this.modules = () => undefined; // how many are loaded for the file, where a runner tells
    this.mocks = () => undefined; // how many mocks the runner keeps, where it tells
    this.calls = () => undefined; // how many calls those hold
    this.documents = null; // those that files worked on, once there is one
    this.marks = new stacks.Marks();
    this.ahead = null; // when and how the next file started
    this.since = 0;
    this.mark = attempt(highWater, null);
    this.counting = undefined; // collections are not counted yet; null if they are not to be
    this.born = now();
  }

  /**
   * Count garbage collections from now on. An isolate that ends soon is spared that: each collection that Node
   * tells of costs as much as a test's line, and a process for each test file lives for a few of them.
   */
  count() {
    if (this.counting === undefined) this.counting = attempt(collections, null);
  }

  collections() {
    return this.counting?.read();
  }

  /**
   * Count no more garbage collections: each that is told of brings an immediate of its own into the event
   * loop, and a runner that waits for immediates shows them in the stacks of its tests.
   */
  leaveCollections() {
    attempt(() => this.counting?.stop());
    this.counting = null;
  }

  /** Say which runner this isolate works for, and the runner's own name for it. */
  runner(runner, worker) {
    this.put('runner', { runner, worker: worker == null ? undefined : `${worker}` });
  }

  config(config, source) {
    this.put('config', { config, source });
  }

  plan(files) {
    if (files.length > 0) this.put('plan', { files });
  }

  /** Note the state in which the next file starts, where it is not known yet which one that is. */
  fileAhead() {
    this.ahead = { at: this.now(), counters: counters() };
  }

  begins() {
    this.boundary();
    if (this.now() - this.born > COUNTED_AFTER) this.count();
  }

  fileStart(file) {
    if (this.file) this.fileEnd();
    this.begins();
    if (this.ahead === null) this.peak();
    this.file = file;
    this.counted = false; // whether the modules of the file were told
    this.written = '';
    const { at = this.now(), counters: start = counters() } = this.ahead ?? {};
    this.ahead = null;
    this.put('file-start', { at, file, counters: start });
  }

  fileEnd(outcome) {
    const { file } = this;
    if (!file) return;
    while (this.open.length > 0) this.testEnd(this.open[0]);
    this.peak();
    this.file = this.hook = '';
    const end = {
      file, outcome, counters: counters(), gc: this.collections(), resources: attempt(resources), modules: attempt(this.modules), mocks: attempt(this.mocks), calls: attempt(this.calls),
    };
    this.modules = () => undefined;
    if (this.collecting) {
      end.kept = attempt(() => {
        collect();
        return counters();
      });
    }
    // A document that is asked for stays until the job ends: it would stand in a snapshot that is taken now.
    if (this.collecting || !this.snapshots?.atFileEnd) end.documents = attempt(() => this.documents?.left());
    this.put('file-end', end);
    attempt(() => this.snapshots?.fileEnded(file));
  }

  testStart(names) {
    this.begins();
    const test = named(names);
    this.open.push(test);
    this.test = test;
    this.hook = this.written = '';
    // A file that never ends has told by then what its imports were.
    const modules = this.counted ? undefined : attempt(this.modules);
    if (!this.counted) this.page(plainDocument);
    this.counted = true;
    this.put('test-start', { test, used: used(), modules });
    return test;
  }

  /** Take note of the document that the file works on, if `find` returns one. */
  page(find) {
    attempt(() => {
      const document = find();
      if (document === null || typeof document !== 'object') return;
      this.documents ??= new (require('./documents.cjs').Documents)();
      this.documents.see(document);
    });
  }

  testEnd(test, outcome) {
    const index = this.open.indexOf(test);
    if (index < 0) return;
    this.open.splice(index, 1);
    if (this.test === test) {
      this.test = this.open.length > 0 ? this.open[this.open.length - 1] : '';
      this.hook = this.written = '';
    }
    this.put('test-end', { test, outcome, used: used() });
  }

  /** Note that a hook, or another part of a file that is no test, runs; an empty name ends it. */
  hookStart(hook) {
    this.hook = hook;
    if (this.written === hook) return;
    this.written = hook;
    this.put('label', { hook });
  }

  /**
   * What the sampler reads: when, counters, the share of the ceiling in use, what runs, its stack when
   * the heap passes a mark, modules, and what waits in the channel to the parent.
   */
  reading(at) {
    if (this.refresh !== null) attempt(() => (this.hook = this.refresh()));
    const now = counters();
    const share = now[0] / heapStatistics().heap_size_limit;
    const stack = attempt(() => (this.marks.due(at, now[0], now[2], share, this.test) ? this.marks.read(stacks.frames()) : undefined));
    attempt(() => this.snapshots?.near(share, this.file));
    return [at, now, share, this.file, this.test, this.hook, stack, attempt(this.modules), attempt(queued)];
  }

  named(names) {
    return named(names);
  }

  /** Write the exact peak of the process since the last reset. */
  peak() {
    if (this.mark === null) return;
    const bytes = attempt(this.mark, null);
    if (bytes === null) {
      this.mark = null;
      return;
    }
    this.put('peak', { from: this.since, bytes });
    this.since = this.now();
  }

  exit(code) {
    this.last(code);
    // A file that is open now did not end.
    this.put('exit', { code, gc: this.collections(), counters: counters() });
  }
}

/** The global document of a file; a getter could be the program's, and count who asks. */
function plainDocument() {
  return getOwnPropertyDescriptor(globalThis, 'document')?.value;
}

/** What waits in the channel to the parent, in bytes; undefined where there is none, as in a worker thread. */
function queued() {
  return process.connected ? require('./channel.cjs').queued() : undefined;
}

/** What keeps the event loop alive, by kind. */
function resources() {
  const found = {};
  for (const kind of getActiveResourcesInfo()) found[kind] = (found[kind] ?? 0) + 1;
  return found;
}

function attempt(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

module.exports = { Course };
