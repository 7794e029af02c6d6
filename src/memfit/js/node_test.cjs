'use strict';
// Node's own test runner: a process for each file, or all files in the main process. A test of it is an
// AsyncResource, and runs, as its hooks do, in the scope of it.
const { readFileSync } = require('./builtins.cjs');
const { onLookup } = require('./replace.cjs');
const { AsyncResource } = require('async_hooks');

const KINDS = new Set(['Test', 'Suite', 'TestHook', 'FileTest']);

/** Whether `node --test` started this process for a file, and not a test this process. */
function isFile() {
  if (!process.env.NODE_TEST_CONTEXT) return false;
  try {
    return readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').split('\0').includes('--test');
  } catch {
    return false;
  }
}

/**
 * @returns what to call at the exit, with the exit code
 */
function install(course, script) {
  const watched = { course, open: [], file: isFile() ? script : '', failed: false, known: false };
  onLookup(AsyncResource.prototype, 'runInAsyncScope', (resource) => {
    if (KINDS.has(resource.constructor?.name) && resource.subtests !== undefined) take(watched, resource);
  });
  if (watched.file) {
    know(watched);
    course.fileStart(script);
    course.hookStart('collect');
  }
  return (code) => {
    settle(watched);
    course.fileEnd(watched.file ? (code === 0 ? 'passed' : 'failed') : watched.failed ? 'failed' : 'passed');
  };
}

function take(watched, test) {
  const { course } = watched;
  const kind = test.constructor.name;
  settle(watched);
  if (kind === 'FileTest') {
    if (!watched.known) course.plan(test.parent.subtests.map((each) => each.loc?.file ?? each.name));
    know(watched);
  } else if (kind === 'TestHook') {
    course.hookStart(test.hookType ?? 'hook');
  } else if (test.parent) {
    enter(watched, test.entryFile ?? test.loc?.file);
    course.hook = '';
    if (kind === 'Suite') course.hookStart('suite');
    else watched.open.push([test, course.testStart(names(test))]);
  }
}

function know(watched) {
  if (watched.known) return;
  watched.known = true;
  watched.course.runner('node --test');
}

/** Without a process for each file, the tests of the files follow each other. */
function enter(watched, file) {
  if (watched.file || !file || file === watched.course.file) return;
  know(watched);
  watched.course.fileEnd(watched.failed ? 'failed' : 'passed');
  watched.failed = false;
  watched.course.fileStart(file);
}

/** Close the tests that have ended: nothing else tells of it. */
function settle(watched) {
  watched.open = watched.open.filter(([test, name]) => {
    if (test.endTime == null) return true;
    const outcome = test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed';
    watched.failed ||= outcome === 'failed';
    watched.course.testEnd(name, outcome);
    return false;
  });
}

function names(test) {
  const found = [];
  for (let each = test; each?.parent; each = each.parent) found.unshift(each.name);
  return found;
}

module.exports = { install };
