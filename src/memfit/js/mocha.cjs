'use strict';
// mocha, in its main process and in its workers: its Runner emits an event for whatever it does.
const { onLookup, quietly } = require('./replace.cjs');
const events = require('events');

const RUNNER = /^(ParallelBuffered)?Runner$/;
const EVENTS = ['suite', 'test', 'pending', 'hook', 'hook end', 'fail', 'retry', 'test end', 'end'];
const OUTCOMES = { __proto__: null, passed: 'passed', failed: 'failed', pending: 'skipped' };

let installed = false; // in this isolate

/** Follow the first Runner that starts: mocha 12 is made of ES modules, which no loader hands over. */
function install(course) {
  if (installed) return;
  installed = true;
  const restore = onLookup(events.EventEmitter.prototype, 'emit', (emitter) => {
    if (!RUNNER.test(emitter.constructor?.name) || emitter.suite === undefined) return;
    restore();
    follow(emitter, course);
  });
}

function follow(runner, course) {
  const watched = { course, failed: false, ran: false };
  // The parallel runner repeats what its workers told.
  const parallel = runner.constructor.name === 'ParallelBufferedRunner';
  runner.prependListener('start', () => quietly(() => begin(watched, runner, parallel ? 'forks' : 'in-band')));
  if (parallel) return;
  for (const event of EVENTS) {
    runner.prependListener(event, (subject) => quietly(() => take(watched, event, subject)));
  }
}

function take(watched, event, subject) {
  const { course } = watched;
  switch (event) {
    case 'suite':
    case 'test':
    case 'pending':
      enter(watched, subject.file);
      if (event === 'test') course.testStart(subject.titlePath());
      break;
    case 'hook':
      course.hookStart(hookName(subject.title));
      break;
    case 'hook end':
      course.hookStart('');
      break;
    case 'fail':
      watched.failed = true;
      break;
    case 'retry':
      course.testEnd(course.named(subject.titlePath()), 'failed');
      break;
    case 'test end':
      if (subject.state === 'passed' || subject.state === 'failed') watched.ran = true;
      course.testEnd(course.named(subject.titlePath()), OUTCOMES[subject.state ?? 'pending']);
      break;
    case 'end':
      leave(watched);
      break;
  }
}

function begin(watched, runner, pool) {
  const { course } = watched;
  const files = new Set();
  const collect = (suite) => {
    for (const each of [suite, ...suite.tests]) if (each.file) files.add(each.file);
    suite.suites.forEach(collect);
  };
  collect(runner.suite);
  course.runner('mocha', process.env.MOCHA_WORKER_ID);
  course.config({ pool }, "the runner's main");
  course.plan([...files]);
}

/** Files were all loaded before; one is under way while its suites and tests run. */
function enter(watched, file) {
  if (!file || file === watched.course.file) return;
  leave(watched);
  watched.failed = watched.ran = false;
  watched.course.fileStart(file);
}

function leave(watched) {
  watched.course.fileEnd(watched.failed ? 'failed' : watched.ran ? 'passed' : 'skipped');
}

function hookName(title) {
  const words = /^"(before|after) (each|all)"/.exec(title);
  return words ? words[1] + (words[2] === 'each' ? 'Each' : 'All') : 'hook';
}

module.exports = { install };
