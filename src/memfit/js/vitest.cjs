'use strict';
// vitest 2 to 5, in every pool: a worker publishes its state as the global `__vitest_worker__`, and
// writes to it which file and which task is under way.
const { defineProperty, getOwnPropertyDescriptor, join, realpathSync } = require('./builtins.cjs');
const { forward, onWrite, replace } = require('./replace.cjs');

const PUBLISHED = '__vitest_worker__';
const IN_CONTEXT = { __proto__: null, forks: 'vmForks', threads: 'vmThreads' };
const OUTCOMES = { __proto__: null, pass: 'passed', fail: 'failed', skip: 'skipped', todo: 'skipped' };

function install(course) {
  let watched = null;
  const putBack = replace(Object, 'defineProperty', (target, self, words) => {
    if (words[1] === PUBLISHED) {
      try {
        const { value } = words[2];
        if (value && value !== watched) {
          watched = value;
          const context = words[0] !== globalThis;
          // Then no other state will follow, and modules define thousands of properties.
          if (!context && isolated(value)) putBack();
          watch(course, value, context);
        }
      } catch {
        // The worker goes on unwatched.
      }
    }
    return forward(target, self, words);
  });
}

/** Whether a worker runs the one file and no other, where files have no contexts of their own. */
function isolated(state) {
  const { options, config } = ofPool(state);
  return (options.isolate ?? config.isolate) === true;
}

/** The pool that a worker belongs to, and what was set for it; vitest 3 calls vmForks forks in its workers. */
function ofPool({ config = {}, ctx = {} }, context = false) {
  const told = ctx.pool ?? config.pool;
  const pool = context ? (IN_CONTEXT[told] ?? told) : told;
  return { config, ctx, pool, options: config.poolOptions?.[pool] ?? {} };
}

function watch(course, state, context) {
  const running = []; // tests under way: [task, name]
  let { filepath, current } = state;
  let file = null; // the task of the file
  const settle = () => {
    for (let index = running.length - 1; index >= 0; index--) {
      const [task, name] = running[index];
      if (!ended(task)) continue;
      running.splice(index, 1);
      course.testEnd(name, outcome(task));
    }
  };
  const follow = (task) => {
    settle();
    if (task !== undefined) watchHooks(task, course);
    if (task === undefined) {
      if (file !== null) course.fileEnd(outcome(file));
      file = null;
    } else if (task.type === 'test') {
      if (!running.some((each) => each[0] === task)) running.push([task, course.testStart(names(task))]);
    } else {
      if (task.filepath) file = task;
      course.hook = part(task);
    }
  };
  course.refresh = () => (current ? part(current) : '');
  const start = (path) => {
    course.fileStart(path);
    course.modules = () => modules(state);
    // vitest's own getter, before the file can put one of its own there.
    course.page(() => globalThis.document);
  };
  accessor(state, 'filepath', () => filepath, (value) => {
    filepath = value;
    if (value) start(value);
  });
  accessor(state, 'current', () => current, (task) => {
    current = task;
    follow(task);
  });
  describe(course, state, context);
  if (filepath) start(filepath);
}

const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];

/** Learn of hooks as they start: vitest writes how each stands into the result of its task. */
function watchHooks(task, course) {
  onWrite(task, 'result', (result) => {
    if (result)
      onWrite(result, 'hooks', (hooks) => {
        for (const name of HOOKS) onWrite(hooks, name, (state) => course.hookStart(state === 'run' ? name : ''));
      });
  });
}

function accessor(state, name, get, change) {
  const set = (value) => {
    try {
      change(value);
    } catch {
      // The value is taken all the same.
    }
  };
  defineProperty(state, name, { __proto__: null, enumerable: true, configurable: true, get, set });
}

function ended(task) {
  const state = task.result?.state;
  return state !== undefined && state !== 'run' && state !== 'queued';
}

function outcome(task) {
  return OUTCOMES[task.result?.state];
}

function modules(state) {
  return state.moduleCache?.size ?? state.evaluatedModules?.idToModuleMap?.size;
}

/** Names of a test and its suites, without that of the file. */
function names(task) {
  const found = [task.name];
  for (let suite = task.suite; suite && !suite.filepath; suite = suite.suite) {
    if (suite.name) found.unshift(suite.name);
  }
  return found;
}

/** The hook that runs, or the part of a file that is no test. */
function part(task) {
  const hooks = task.result?.hooks;
  for (const hook in hooks) if (hooks[hook] === 'run') return hook;
  if (task.type === 'test') return '';
  return task.result ? 'suite' : 'collect';
}

/** Follow the set in which vitest 2 to 4 keep each mock of a process that runs several files. */
async function followMocks(course) {
  const Module = require('module');
  const { pathToFileURL } = require('url');
  const own = join(__dirname, 'importing.cjs');
  const importing = require(own);
  delete Module._cache[own];
  for (const from of [process.argv[1], `${process.cwd()}/node_modules/vitest/vitest.mjs`]) {
    try {
      const path = Module.createRequire(realpathSync(from)).resolve('@vitest/spy');
      const spy = await importing(pathToFileURL(path).href);
      const mocks = spy.mocks ?? registry(spy.clearAllMocks);
      if (mocks instanceof Set) {
        course.mocks = () => mocks.size;
        course.calls = () => calls(mocks);
      }
      return;
    } catch {
      // pnpm shows a package only to those that depend on it.
    }
  }
}

const WALKS = /^function clearAllMocks\(\)\s*\{\s*\w+\.forEach\(\(?(\w+)\)?\s*=>\s*\1\.mockClear\(\)\);?\s*\}$/;

/**
 * The set of vitest 4, which it does not show: its function that clears all mocks does nothing but walk through
 * it, so the set is what `forEach` is called on. Nothing is cleared. A function of another shape is not called, nor
 * is anything done where a program has made `forEach` something else than the method that it was.
 */
function registry(clearAllMocks) {
  if (typeof clearAllMocks !== 'function' || !WALKS.test(`${clearAllMocks}`)) return undefined;
  const before = getOwnPropertyDescriptor(Set.prototype, 'forEach');
  if (!before?.configurable || !before.writable) return undefined;
  let found;
  const look = function look() {
    found = this;
  };
  try {
    defineProperty(Set.prototype, 'forEach', { __proto__: null, ...before, value: look });
    clearAllMocks();
  } finally {
    defineProperty(Set.prototype, 'forEach', { __proto__: null, ...before });
  }
  return found;
}

/** How many calls mocks hold, with their arguments and results. */
function calls(mocks) {
  let count = 0;
  for (const each of mocks) count += each.mock.calls.length;
  return count;
}

function describe(course, state, context) {
  const { ctx, config, pool, options } = ofPool(state, context);
  course.runner('vitest', process.env.VITEST_POOL_ID ?? ctx.workerId);
  const files = ctx.files ?? [];
  course.plan(files.map((file) => (typeof file === 'string' ? file : file.filepath)));
  const several = (options.isolate ?? config.isolate) === false || options.singleFork || options.singleThread;
  if (several && !context) followMocks(course).catch(() => {}); // in a context of its own the set is another one
  course.config(
    {
      pool,
      isolate: options.isolate ?? config.isolate,
      single: options.singleFork ?? options.singleThread,
      workers: config.maxWorkers ?? options.maxForks ?? options.maxThreads,
      file_parallelism: config.fileParallelism,
      max_concurrency: config.maxConcurrency,
      environment: ctx.environment?.name ?? config.environment,
      coverage: config.coverage?.enabled ? config.coverage.provider : false,
      setup_files: config.setupFiles,
      globals: config.globals,
      console_intercept: config.disableConsoleIntercept === undefined ? undefined : !config.disableConsoleIntercept,
      project: config.name || undefined,
    },
    "the runner's worker",
  );
}

module.exports = { calls, install, registry };
