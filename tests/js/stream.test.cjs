'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { JS, place, watched } = require('./harness.cjs');

test('an isolate tells its start and its exit', () => {
  const ran = watched(['--max-old-space-size=100', '-e', 'process.exitCode = 4']);

  const [start, exit] = ran.lines();
  assert.strictEqual(start.event, 'start');
  assert.strictEqual(start.version, process.versions.node);
  assert.strictEqual(start.pid, ran.pid);
  assert.strictEqual(start.parent_pid, process.pid);
  assert.deepStrictEqual(start.asked, { flag: 100 * 1048576 });
  assert.ok(start.heap_limit >= 100 * 1048576);
  assert.strictEqual(start.counters.length, 8);
  assert.deepStrictEqual([exit.event, exit.code], ['exit', 4]);
});

test('no argument and no value of a variable is told', () => {
  const ran = watched(['-e', '1', 'hunter2'], { extra: { SECRET: 'hunter3' } });

  assert.doesNotMatch(JSON.stringify(ran.all()), /hunter/);
});

test('a stream is for its owner only', () => {
  const ran = watched(['-e', '1']);

  const { mode } = fs.statSync(path.join(ran.recording, 'isolates', ran.names[0]));
  assert.strictEqual(mode & 0o777, 0o600);
});

test('a name that is taken gets a number', () => {
  const { create } = require(path.join(JS, 'stream.cjs'));
  const directory = place();

  for (let time = 0; time < 3; time++) fs.closeSync(create(directory, '1-0'));

  assert.deepStrictEqual(fs.readdirSync(directory).sort(), ['1-0.2.jsonl', '1-0.3.jsonl', '1-0.jsonl']);
});

test('a link in the place of a stream is not followed', () => {
  const { create } = require(path.join(JS, 'stream.cjs'));
  const directory = place();
  fs.symlinkSync(path.join(directory, 'elsewhere'), path.join(directory, '1-0.jsonl'));

  fs.closeSync(create(directory, '1-0'));

  assert.ok(!fs.existsSync(path.join(directory, 'elsewhere')));
});

const spoilt = {
  'a spy on JSON.stringify': 'JSON.stringify = () => { console.log("seen"); return "spoilt" }',
  'a spy on fs': 'const fs = require("fs"); for (const name of ["writeSync", "openSync", "readSync"]) fs[name] = () => { console.log("seen") }',
  'a fake clock': 'process.hrtime = Object.assign(() => [0, 0], { bigint: () => 0n }); Date.now = () => 0; performance.now = () => 0; globalThis.setTimeout = () => {}',
  'a patched Object.defineProperty': 'const real = Object.defineProperty; Object.defineProperty = (...a) => { console.log("seen"); return real(...a) }',
  'a spy on process.memoryUsage': 'process.memoryUsage = () => { console.log("seen"); return {} }; require("v8").getHeapStatistics = () => ({})',
};

for (const [name, program] of Object.entries(spoilt)) {
  test(`${name} neither spoils the stream nor sees the agent`, () => {
    const ran = watched(['-e', `${program}; const end = process.uptime() + 0.4; while (process.uptime() < end);`]);

    const exit = ran.lines().at(-1);
    assert.strictEqual(exit.event, 'exit');
    assert.ok(exit.at > 0.4 && exit.at < 60);
    assert.ok(exit.counters.every((value) => value >= 0));
    assert.strictEqual(ran.stdout, '');
  });
}

test('lines that cannot be written for a while come later', () => {
  const { open } = require(path.join(JS, 'stream.cjs'));
  const directory = place();
  const put = open(directory, '1-0', () => 1);
  const descriptor = fs.readdirSync('/proc/self/fd').find((each) => {
    try {
      return fs.readlinkSync(`/proc/self/fd/${each}`).startsWith(directory);
    } catch {
      return false;
    }
  });
  put('note', { text: 'one' });
  const name = path.join(directory, '1-0.jsonl');

  put('note', { text: 'bad', toJSON: undefined, n: 1n }); // which JSON cannot hold
  put('note', { text: 'two' });

  const texts = fs.readFileSync(name, 'utf8').trim().split('\n').map((line) => JSON.parse(line).text);
  assert.deepStrictEqual(texts, ['one', 'two']);
  assert.ok(descriptor !== undefined);
});

test('a worker thread has a stream of its own, also without the variables', () => {
  const ran = watched(['-e', `
    const { Worker } = require('worker_threads');
    new Worker('0', { eval: true, resourceLimits: { maxOldGenerationSizeMb: 50 } });
    new Worker('new (require("worker_threads").Worker)("0", { eval: true })', { eval: true });
  `]);

  const workers = ran.names.filter((name) => name.startsWith(`${ran.pid}-`) && !/-0|sampler/.test(name));
  assert.strictEqual(workers.length, 3);
  const asked = ran.all().filter((line) => line.event === 'start' && line.thread > 0).map((line) => line.asked);
  assert.deepStrictEqual(asked.filter((each) => each.resourceLimits), [{ resourceLimits: 50 * 1048576 }]);
});

test('a worker thread with variables of its own tells as well', () => {
  const ran = watched(['-e', 'new (require("worker_threads").Worker)("0", { eval: true, env: { NODE_OPTIONS: process.env.NODE_OPTIONS } })']);

  assert.ok(ran.names.some((name) => name.startsWith(`${ran.pid}-1`)));
});


test('a preload directory with spaces and quotes works', () => {
  const js = path.join(place(), 'a "strange" \\ place');
  fs.cpSync(JS, js, { recursive: true });

  const ran = watched(['-e', 'console.log(1)'], { js });

  assert.strictEqual(ran.stdout, '1\n');
  assert.strictEqual(ran.lines().at(-1).event, 'exit');
});
