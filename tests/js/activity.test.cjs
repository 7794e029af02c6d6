'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { test } = require('node:test');
const { JS, watched } = require('./harness.cjs');

const { Activity, runTime } = require(path.join(JS, 'activity.cjs'));

const MS = 1e6;

test('the run time of a thread grows while it computes', () => {
  const ran = runTime(process.pid);
  const before = ran();

  for (const end = process.cpuUsage().user + 50_000; process.cpuUsage().user < end; );

  assert.ok(ran() - before > 10 * MS);
});

test('of a thread that is not there nothing is known, and it is asked each time', () => {
  const activity = new Activity(runTime(0));

  assert.deepStrictEqual([1, 1.05, 1.1].map((at) => activity.due(at)), [true, true, true]);
});

test('a thread that has not run is asked once a second', () => {
  const activity = new Activity(() => 100 * MS);

  const asked = [0, 0.05, 0.5, 0.95, 1, 1.05, 2.1].filter((at) => activity.due(at));

  assert.deepStrictEqual(asked, [0, 1, 2.1]);
});

test('a thread that has run is asked at once, and what it ran adds up until then', () => {
  let ran = 100 * MS;
  const activity = new Activity(() => ran);
  activity.due(0);

  const due = [0.05, 0.1, 0.15].map((at) => {
    ran += 1.5 * MS;
    return activity.due(at);
  });

  assert.deepStrictEqual(due, [false, true, false]);
});

const COUNTING = `
  let questions = 0;
  const real = Symbol.for;
  Symbol.for = (key) => {
    if (key === 'memfit') questions++;
    return real(key);
  };
`;

test('a process that waits is hardly asked, one that computes at each turn', () => {
  const waits = `setTimeout(() => { const before = questions; setTimeout(() => console.log(questions - before), 1500); }, 500);`;
  const computes = `setTimeout(() => { const before = questions; for (const end = Date.now() + 1500; Date.now() < end; ); console.log(questions - before); }, 500);`;

  const [idle, busy] = [waits, computes].map((program) => Number(watched(['-e', COUNTING + program]).stdout));

  assert.ok(idle >= 1 && idle < 10, `${idle} questions`); // of thirty turns
  assert.ok(busy >= 12, `${busy} questions`);
});
