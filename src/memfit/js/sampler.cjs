'use strict';
// The sampler: a thread that reads every isolate of its process through V8's inspector, which answers by
// interrupting JavaScript that runs. No port is opened, and no domain of a debugger is enabled.
const { Session } = require('inspector');
const { parentPort, threadId, workerData } = require('worker_threads');
const { Activity, runTime } = require('./activity.cjs');
const { Allocations } = require('./allocations.cjs');
const { Scripts } = require('./scripts.cjs');
const stream = require('./stream.cjs');
const { moved, Thinning } = require('./thinning.cjs');

const READ = "(globalThis[Symbol.for('memfit')]||(()=>undefined))()";
const STALL = 0.25; // seconds: a reading that took longer is evidence of a long native call
const MANY = 100; // modules more than was told that are worth a line while a file is imported
const FORGET_EVERY = 1; // seconds
const OWN_COST = 9_000_000; // bytes that this thread adds to the process, most of it its heap

const { epoch, gone, options, pid, streams } = workerData;
const now = stream.clock(epoch);
const put = stream.open(streams, `${pid}-sampler`, now);
const interval = Math.max(0.01, options.interval ?? 0.05);

put('cost', { thread: 0, bytes: OWN_COST });

const session = new Session();
session.connectToMainThread();

/** One isolate: how to ask it, and what it said last. */
class Target {
  constructor(thread, send, activity = null) {
    this.thread = thread;
    this.send = send;
    this.activity = activity; // null where its thread is not known: then it is asked each time
    this.asked = null; // when, if an answer is due
    this.thinning = new Thinning();
    this.unprepared = false; // its preload has not run yet
    this.modules = 0; // as last told
    this.queued = undefined; // as last told
    this.scripts = new Scripts(send, (scripts) => put('scripts', { thread, scripts }));
    if (options.allocation_sites) {
      this.allocations = new Allocations(send, (used, sites) => put('allocations', { thread, used, sites }));
    }
  }

  ask() {
    const at = now();
    if (this.asked !== null || this.activity?.due(at) === false) return;
    this.asked = at;
    if (this.unprepared) {
      this.send('Runtime.getHeapUsage', {}, (error, result) => this.answered(error, result, true));
      return;
    }
    const parameters = { expression: READ, silent: true, returnByValue: true };
    this.send('Runtime.evaluate', parameters, (error, result) => this.answered(error, result, false));
  }

  answered(error, result, plain) {
    const took = now() - this.asked;
    this.asked = null;
    if (error) return;
    if (plain) {
      this.unprepared = false;
      this.tell(now(), [result.usedSize, result.totalSize], took);
    } else if (typeof result.result?.value === 'string') {
      const [at, counters, share, file, test, hook, frames, modules, queued] = JSON.parse(result.result.value);
      this.allocations?.seen(share, counters[0]);
      this.scripts.seen(file, test, counters[0]);
      if (frames?.length > 0) put('stack', { at, thread: this.thread, used: counters[0], frames });
      this.tell(at, counters, took, this.thinning.label(file, test, hook), this.loaded(modules), queued ?? undefined);
    } else this.unprepared = true; // every other time only what V8 itself tells
  }

  /** How many modules the file has loaded, if that is many more than was told. */
  loaded(modules) {
    if (!(Math.abs(modules - this.modules) >= MANY)) return undefined;
    this.modules = modules;
    return modules;
  }

  tell(at, counters, took, label, modules, queued) {
    const stalled = took > STALL;
    const said = label !== undefined || modules !== undefined || moved(queued, this.queued);
    if (!stalled && !said && !this.thinning.worth(counters, at)) return;
    this.thinning.wrote(counters, at);
    put('tick', { at, thread: this.thread, counters, took: stalled ? Math.round(took * 1e4) / 1e4 : undefined, label, modules, queued: queued === this.queued ? undefined : queued });
    this.queued = queued ?? this.queued;
  }
}

function post(method, parameters, done) {
  try {
    session.post(method, parameters, done);
  } catch (error) {
    done?.(error);
  }
}

const targets = new Map([['', new Target(0, post, new Activity(runTime(pid)))]]); // the main thread has the pid's number

class Remote {
  constructor(sessionId) {
    this.sessionId = sessionId;
    this.waiting = new Map();
    this.last = 0;
  }

  send(method, parameters, done) {
    const id = ++this.last;
    if (done) this.waiting.set(id, done);
    const message = JSON.stringify({ id, method, params: parameters });
    post('NodeWorker.sendMessageToWorker', { sessionId: this.sessionId, message }, (error) => {
      if (error && this.waiting.delete(id)) done(error);
    });
  }

  received(text) {
    const { id, result, error } = JSON.parse(text);
    const done = this.waiting.get(id);
    this.waiting.delete(id);
    done?.(error, result);
  }
}

const remotes = new Map();

session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
  const thread = Number(/^\[worker (\d+)\]/.exec(workerInfo.title)?.[1] ?? workerInfo.workerId);
  if (thread === threadId) return;
  const remote = new Remote(sessionId);
  remotes.set(sessionId, remote);
  targets.set(sessionId, new Target(thread, (...words) => remote.send(...words)));
  put('worker-start', { thread });
});
session.on('NodeWorker.detachedFromWorker', ({ params: { sessionId } }) => {
  const target = targets.get(sessionId);
  if (target === undefined) return;
  targets.delete(sessionId);
  remotes.delete(sessionId);
  put('worker-end', { thread: target.thread });
});
session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
  remotes.get(sessionId)?.received(message);
});
post('NodeWorker.enable', { waitForDebuggerOnStart: false });

let forgotten = 0;

function tick() {
  for (const target of targets.values()) target.ask();
  if (now() - forgotten < FORGET_EVERY) return;
  forgotten = now();
  // With an inspector V8 keeps the last thousand lines of the console, and the objects in them.
  for (const target of targets.values()) target.send('Runtime.discardConsoleEntries', {});
}

const timer = setInterval(tick, interval * 1000);
tick();

// The port keeps this thread alive until the process ends it: a thread that ends while the main thread still
// takes the session down can lock both up for good (Node's MainThreadInterface is destroyed under its own lock).
parentPort.on('message', () => {
  clearInterval(timer);
  try {
    session.disconnect();
  } finally {
    Atomics.store(gone, 0, 1);
    Atomics.notify(gone, 0);
  }
});
