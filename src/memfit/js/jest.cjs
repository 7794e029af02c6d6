'use strict';
// jest 27 to 30 with jest-circus: in its main process, in child processes and in worker threads.
const { apply, defineProperty, setImmediate } = require('./builtins.cjs');
const { instead, quietly, withMembers } = require('./replace.cjs');

const ROOT = 'ROOT_DESCRIBE_BLOCK';

let files; // of this isolate

/**
 * Watch a part of jest that was loaded.
 *
 * @param part `framework`, `main` or `worker`
 * @returns what replaces its exports, if anything
 */
function loaded(part, exports, course) {
  files ??= new Files(course);
  return PARTS[part](exports, files);
}

/** Which file is under way, whoever tells of it first. */
class Files {
  constructor(course) {
    this.course = course;
    this.followed = new WeakSet(); // environments
    this.outcome = undefined;
    this.bounded = false; // the caller of the test framework tells of starts and ends
  }

  start(file) {
    this.outcome = undefined;
    this.announce();
    this.course.fileStart(file);
  }

  announce() {
    if (this.announced) return;
    this.announced = true;
    this.course.leaveCollections();
    this.course.runner('jest', process.env.JEST_WORKER_ID);
  }

  end() {
    this.course.fileEnd(this.outcome);
  }
}

/** The test framework: runs one file in an environment that is set up. */
function framework(exports, files) {
  const wrap = (original) =>
    instead(original, (target, self, words) => {
      const [, , environment, runtime, file] = words;
      // jest 29 has its runner in a module that hands on another one.
      if (!files.followed.has(environment)) {
        quietly(() => {
          files.followed.add(environment);
          if (files.course.file !== file) files.start(file);
          files.outcome = 'failed'; // unless its tests come to their end
          files.course.modules = counting(new WeakRef(runtime));
          const { document } = environment.global ?? {};
          files.course.page(() => document);
          if (!files.dom && document !== null && typeof document === 'object') {
            files.dom = true;
            files.course.config({ dom: true }, "the runner's worker");
          }
          follow(environment, files);
        });
      }
      // Nothing waits for the promise: with a second who does, V8 leaves the callers out of asynchronous stacks.
      return apply(target, self, words);
    });
  if (typeof exports === 'function') return wrap(exports);
  return withMembers(exports, { default: wrap(exports.default) });
}

/** Made apart from what runs a file: who keeps it must not keep the environment of the file. */
const counting = (runtime) => () => registered(runtime.deref());
const counted = (number) => () => number;

function follow(environment, files) {
  const { handleTestEvent: original, teardown } = environment;
  const seen = { passed: 0, failed: 0, skipped: 0 };
  const member = (value) => ({ __proto__: null, configurable: true, writable: true, enumerable: false, value });
  defineProperty(environment, 'handleTestEvent', member(function handleTestEvent(event, state) {
    quietly(() => {
      take(files.course, event, seen);
      if (event.name === 'run_finish') finish(files, seen, state);
    });
    return original === undefined ? undefined : apply(original, this, [event, state]);
  }));
  if (files.bounded) return;
  defineProperty(environment, 'teardown', member(function () {
    setImmediate(() => setImmediate(() => quietly(() => files.end())));
    return apply(teardown, this, []);
  }));
}

function finish(files, { passed, failed, skipped }, state) {
  const red = failed > 0 || state?.unhandledErrors?.length > 0;
  files.outcome = red ? 'failed' : passed === 0 && skipped > 0 ? 'skipped' : 'passed';
  files.course.modules = counted(files.course.modules());
}

function take(course, event, seen) {
  const { test } = event;
  switch (event.name) {
    case 'test_start':
      course.testStart(names(test));
      break;
    case 'hook_start':
      course.hookStart(event.hook.type);
      break;
    case 'hook_success':
    case 'hook_failure':
      course.hook = ''; // the next event tells what follows; most often another hook of the kind
      break;
    case 'test_fn_start':
      course.hookStart('');
      break;
    case 'test_skip':
    case 'test_todo':
      seen.skipped += 1;
      course.testEnd(course.named(names(test)), 'skipped');
      break;
    case 'test_done': {
      const outcome = test.errors.length > 0 ? 'failed' : 'passed';
      seen[outcome] += 1;
      course.testEnd(course.named(names(test)), outcome);
      break;
    }
  }
}

function names(test) {
  const found = [test.name];
  for (let block = test.parent; block && block.name !== ROOT; block = block.parent) found.unshift(block.name);
  return found;
}

function registered(runtime) {
  const { registries = {}, _moduleRegistry = registries.moduleRegistry } = runtime;
  const { _esmoduleRegistry = registries.esModuleRegistry } = runtime;
  const count = (_moduleRegistry?.size ?? 0) + (_esmoduleRegistry?.size ?? 0);
  return count > 0 ? count : undefined;
}

/** jest's main process: tells the plan and the configuration; runs the files itself when in band. */
function main(exports, files) {
  const { prototype } = exports.default;
  const original = prototype.runTests;
  prototype.runTests = instead(original, (target, self, words) => {
    const [tests, watcher] = words;
    const { serial } = words[words.length - 1] ?? {};
    quietly(() => {
      files.announce();
      files.course.plan(tests.map((test) => test.path));
      files.course.config(configuration(self._globalConfig, tests[0]?.context.config, serial), "the runner's main");
    });
    if (!serial) return apply(target, self, words);
    const restore = quietly(() => inBand(files, watcher));
    const ran = apply(target, self, words);
    const finish = () => quietly(() => restore?.());
    ran.then(finish, finish);
    return ran;
  });
}

/** In band jest asks before each file, and after some, whether it is interrupted. */
function inBand(files, watcher) {
  files.bounded = true;
  files.course.peak();
  watcher.isInterrupted = instead(watcher.isInterrupted, (target, self, words) => {
    quietly(() => {
      files.end();
      files.course.fileAhead();
    });
    return apply(target, self, words);
  });
  return () => {
    files.end();
    files.bounded = false;
    files.course.ahead = null;
    delete watcher.isInterrupted;
  };
}

/** A worker of jest, a process or a thread: one call for each file. */
function worker(exports, files) {
  return withMembers(exports, {
    worker: instead(exports.worker, (target, self, words) => {
      quietly(() => {
        const { path, globalConfig, config } = words[0];
        files.bounded = true;
        if (!files.configured) files.course.config(configuration(globalConfig, config, false), "the runner's worker");
        files.configured = true;
        files.start(path);
      });
      const ran = apply(target, self, words);
      const finish = () => quietly(() => files.end());
      ran.then(finish, finish);
      return ran;
    }),
  });
}

function configuration(globalConfig = {}, config = {}, serial) {
  const limit = globalConfig.workerIdleMemoryLimit;
  return {
    pool: serial ? 'in-band' : globalConfig.workerThreads ? 'threads' : 'forks',
    workers: globalConfig.maxWorkers,
    environment: config.testEnvironment,
    coverage: globalConfig.collectCoverage ? (globalConfig.coverageProvider ?? 'babel') : false,
    setup_files: [...(config.setupFiles ?? []), ...(config.setupFilesAfterEnv ?? [])],
    worker_idle_memory_limit: typeof limit === 'number' || typeof limit === 'string' ? limit : null,
    globals_cleanup: config.testEnvironmentOptions?.globalsCleanup ?? null,
    reset_modules: config.resetModules,
    detect_leaks: config.detectLeaks ?? globalConfig.detectLeaks,
    detect_open_handles: globalConfig.detectOpenHandles,
    log_heap_usage: globalConfig.logHeapUsage,
    project: config.displayName?.name,
  };
}

const PARTS = { framework, main, worker };

module.exports = { loaded };
