'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { JS, bare, watched } = require('./harness.cjs');

const { Thinning } = require(path.join(JS, 'thinning.cjs'));
const { Allocations, sites } = require(path.join(JS, 'allocations.cjs'));
const { Marks } = require(path.join(JS, 'stacks.cjs'));
const { affordable } = require(path.join(JS, 'sampling.cjs'));

const BUSY = `
  function outer() { inner(); }
  function inner() { const held = []; const end = Date.now() + 1500; while (Date.now() < end) held.push({ at: held.length }); return held; }
  setTimeout(outer, 400);
`;

test('an isolate is read while its JavaScript never yields', () => {
  const ran = watched(['-e', BUSY]);

  const ticks = ran.lines('sampler').filter((line) => line.event === 'tick');
  const [busy] = ran.lines().slice(-1);
  assert.ok(ticks.filter((tick) => tick.at > busy.at - 1.5).length >= 5);
  assert.ok(ticks.every((tick) => tick.thread === 0));
});

test('what ran when the heap rose is told, innermost first', () => {
  const program = `
    function outer() { inner(); }
    function inner() {
      const held = [];
      for (let n = 0; n < 3e5; n++) held.push(new Array(50).fill(n));
      for (const end = Date.now() + 1000; Date.now() < end; );
      return held;
    }
    setTimeout(outer, 400);
  `;

  const ran = watched(['--max-old-space-size=150', '-e', program]); // half of which is passed

  const stacks = ran.lines('sampler').filter((line) => line.event === 'stack');
  assert.ok(stacks.length > 0);
  const names = stacks.at(-1).frames.map(([name]) => name);
  assert.deepStrictEqual(names.filter((name) => /inner|outer/.test(name)), ['inner', 'outer']);
  assert.ok(!JSON.stringify(stacks).includes('memfit'));
});

test('what a child sent and its parent has not read is told, by a process that has a channel only', () => {
  const program = `
    if (process.send) {
      for (let n = 0; n < 100; n++) process.send('x'.repeat(100_000));
      const end = Date.now() + 2500;
      const wait = () => (Date.now() < end ? setTimeout(wait, 50) : process.disconnect());
      wait();
    } else {
      const child = require('child_process').fork(__filename);
      child.on('message', () => {});
      child.on('spawn', () => { for (const end = Date.now() + 2000; Date.now() < end; ); });
    }
  `;
  const file = path.join(fs.mkdtempSync('/tmp/memfit-js-'), 'sends.cjs');
  fs.writeFileSync(file, program);

  const ran = watched([file]);

  const waiting = (lines) => lines.map((line) => line.queued).filter((bytes) => bytes !== undefined);
  assert.ok(Math.max(...waiting(ran.all())) > 9e6);
  assert.deepStrictEqual(waiting(ran.lines('sampler')), []); // of the parent
});

test('a part of the agent that could not be read when it was due is read later', () => {
  const js = path.join(fs.mkdtempSync('/tmp/memfit-js-'), 'js');
  fs.cpSync(JS, js, { recursive: true });
  const [there, away] = ['channel.cjs', 'away.cjs'].map((name) => path.join(js, name));
  fs.renameSync(there, away);
  const file = path.join(path.dirname(js), 'hidden.cjs');
  fs.writeFileSync(file, `
    if (process.send) {
      process.on('message', () => {});
      setTimeout(() => require('fs').renameSync(${JSON.stringify(away)}, ${JSON.stringify(there)}), 1000);
      setTimeout(() => process.disconnect(), 2500);
    } else require('child_process').fork(__filename);
  `);

  const ran = watched([file], { js });

  assert.ok(ran.all().some((line) => line.queued === 0));
});

test('a channel that is only pretended is not searched for at every reading', () => {
  const ran = bare(['-e', `
    let asked = 0;
    process._getActiveHandles = () => ((asked += 1), [{}, null, new (class Pipe {})()]);
    process.channel = { fd: 99 };
    const { queued } = require(${JSON.stringify(path.join(JS, 'channel.cjs'))});
    for (let n = 0; n < 200; n++) if (queued() !== undefined) throw new Error('it was taken for one');
    console.log(asked);
  `]);

  assert.ok(Number(ran.stdout) > 0 && Number(ran.stdout) < 20, ran.stdout + ran.stderr);
});

test('worker threads are read, and those that start before their preload too', () => {
  const ran = watched(['-e', `
    const { Worker } = require('worker_threads');
    setTimeout(() => new Worker('const end = Date.now() + 700; while (Date.now() < end);', { eval: true }), 400);
  `]);

  const lines = ran.lines('sampler');
  const started = lines.find((line) => line.event === 'worker-start');
  assert.ok(lines.some((line) => line.event === 'tick' && line.thread === started.thread));
  assert.ok(lines.some((line) => line.event === 'worker-end' && line.thread === started.thread));
});

test('a process that ends at once has no sampler', () => {
  const ran = watched(['-e', '1']);

  assert.deepStrictEqual(ran.lines('sampler'), []);
});

test('a heap that grows fast is sampled before its time', () => {
  const program = 'const { test } = require("node:test"); const held = []; for (let n = 0; n < 3e6; n++) held.push({ n }); test("t", () => { const end = Date.now() + 150; while (Date.now() < end); });';
  const file = path.join(fs.mkdtempSync('/tmp/memfit-js-'), 'fast.test.js');
  fs.writeFileSync(file, program);

  const ran = watched([file]);

  assert.ok(ran.lines('sampler').length > 0);
});

// Whether a process is sampled is asked of the agent itself: how fast the machine starts one matters, too.
test('where a test may die of little memory, more files have a sampler from their start', () => {
  const asks = (options, seconds) => {
    const streams = fs.mkdtempSync('/tmp/memfit-js-');
    return Array.from({ length: 9 }, () => affordable({ options, streams }, seconds)).filter(Boolean).length;
  };
  const underCeiling = `
    const { affordable } = require(${JSON.stringify(path.join(JS, 'sampling.cjs'))});
    const streams = require('fs').mkdtempSync('/tmp/memfit-js-');
    for (let file = 0; file < 9; file++) if (affordable({ options: {}, streams }, 0)) process.stdout.write('.');
  `;

  assert.strictEqual(asks({}, 0), 2);
  assert.strictEqual(asks({ limit: 8e9 }, 10), 3);
  assert.strictEqual(asks({ limit: 500e6 }, 0), 6);
  assert.strictEqual(asks({ limit: 500e6 }, 4), 7);
  assert.strictEqual(bare(['--max-old-space-size=300', '-e', underCeiling]).stdout, '......');
  assert.ok(!affordable({ options: {}, streams: '/nowhere' }, 0));
});

test('allocation sites of a heap that grows are told', () => {
  const ran = watched(['-e', BUSY], { options: { allocation_sites: true } });

  const profiles = ran.lines('sampler').filter((line) => line.event === 'allocations');
  assert.ok(profiles.at(-1).sites.some(([name]) => name === 'inner'));
});

// Which readings are written ------------------------------------------------------------------------

const MB = 1 << 20;

function written(readings) {
  const thinning = new Thinning();
  return readings.filter(([at, ...counters]) => {
    const worth = thinning.worth(counters, at);
    if (worth) thinning.wrote(counters, at);
    return worth;
  });
}

test('a reading that has not moved is not written', () => {
  assert.deepStrictEqual(written([[0, 100 * MB], [0.05, 100 * MB], [0.1, 100 * MB + 1000]]), [[0, 100 * MB]]);
});

test('a reading is written after a second all the same', () => {
  assert.deepStrictEqual(written([[0, MB], [0.95, MB], [1, MB]]), [[0, MB], [1, MB]]);
});

test('a new maximum is written earlier than a movement', () => {
  assert.deepStrictEqual(written([[0, 256 * MB], [0.1, 257 * MB], [0.2, 255 * MB]]), [[0, 256 * MB], [0.1, 257 * MB]]);
});

test('ten minutes of a suite whose heap goes up and down stay below five megabytes', () => {
  const thinning = new Thinning();
  let bytes = 0;
  for (let tick = 0; tick < 10 * 60 * 20; tick++) {
    const at = tick / 20;
    const counters = [(40 + (tick % 40) * 2) * MB, 160 * MB, 3 * MB, MB, MB, 1, 0, (200 + (tick % 40)) * MB];
    const label = thinning.label(`/a/project/of/some/depth/tests/${tick >> 6}.test.ts`, `suite > a test with a name ${tick >> 2}`, tick & 1 ? 'beforeEach' : '');
    if (label === undefined && !thinning.worth(counters, at)) continue;
    thinning.wrote(counters, at);
    bytes += JSON.stringify({ at, event: 'tick', thread: 0, counters, label }).length + 1;
  }

  assert.ok(bytes < 5e6, `${bytes}`);
});

test('a label is written when a hook begins or ends within a test, else the isolate tells it', () => {
  const thinning = new Thinning();

  const labels = [['a', '', ''], ['a', 't', ''], ['a', 't', 'beforeEach'], ['a', 't', 'beforeEach'], ['a', 't', ''], ['a', 'u', '']].map((each) => thinning.label(...each));

  assert.deepStrictEqual(labels, [undefined, undefined, ['a', 't', 'beforeEach'], undefined, ['a', 't', ''], undefined]);
});

// When stacks and profiles are due ----------------------------------------------------------------------

test('a stack is due at each mark once, and at a leap', () => {
  const marks = new Marks();

  const due = [[0, 10 * MB, 0.1], [1, 20 * MB, 0.5], [2, 21 * MB, 0.55], [3, 22 * MB, 0.72], [4, 90 * MB, 0.72], [4.2, 170 * MB, 0.72], [5, 250 * MB, 0.72]].map(([at, used, share]) => marks.due(at, used, 0, share, ''));

  assert.deepStrictEqual(due, [false, true, false, true, true, false, true]);
});

test('a stack that was due while none of the project ran is taken from what runs next', () => {
  const marks = new Marks();
  const due = [];

  for (const [at, found] of [[0, []], [1, [['g', '/app/node_modules/g/g.js', 1]]], [2, [['f', 'file.js', 1]]], [3, []]]) {
    const asked = marks.due(at, 10 * MB, 0, 0.6, '');
    if (asked) marks.read(found);
    due.push(asked);
  }

  assert.deepStrictEqual(due, [true, true, true, false]);
});

test('memory outside of the heap that leaps is worth a stack too', () => {
  const marks = new Marks();

  const due = [[0, 1 * MB], [1, 40 * MB], [2, 70 * MB], [3, 10 * MB], [4, 80 * MB]].map(([at, external]) => marks.due(at, 5 * MB, external, 0.1, ''));

  assert.deepStrictEqual(due, [false, false, true, false, true]);
});

test('a test that runs for long is worth stacks, ever more rarely', () => {
  const marks = new Marks();
  const due = [];

  for (let tick = 0; tick < 200; tick++) if (marks.due(tick / 8, MB, 0, 0.1, 't')) due.push(tick / 8);

  assert.deepStrictEqual(due, [0.375, 1, 2.25, 4.75, 9.625, 19.25]);
});

test('a profile is read when the heap passes a mark or has grown by half, one at a time', () => {
  const asked = [];
  const allocations = new Allocations((method, parameters, done) => asked.push([method, done]), () => {});

  allocations.seen(0.1, 10 * MB);
  allocations.seen(0.2, 40 * MB);
  allocations.seen(0.6, 60 * MB);
  asked[1][1](null, { profile: { head: { callFrame: { functionName: '', url: '', lineNumber: -1 }, selfSize: 0, children: [] } } });
  allocations.seen(0.2, 41 * MB);
  allocations.seen(0.6, 60 * MB);

  assert.deepStrictEqual(asked.map(([method]) => method), ['HeapProfiler.startSampling', 'HeapProfiler.getSamplingProfile', 'HeapProfiler.getSamplingProfile']);
});

test('sites of one place are added up, and those of the agent left out', () => {
  const node = (functionName, url, lineNumber, selfSize, children = []) => ({ callFrame: { functionName, url, lineNumber }, selfSize, children });
  const head = node('(root)', '', -1, 0, [
    node('f', 'a.js', 1, 10, [node('g', 'a.js', 5, 3)]),
    node('f', 'a.js', 1, 20),
    node('', 'b.js', 0, 5),
    node('read', 'node:internal/memfit/memory.cjs', 2, 99),
  ]);

  assert.deepStrictEqual(sites(head), [['f', 'a.js', 2, 30], ['(anonymous)', 'b.js', 1, 5], ['g', 'a.js', 6, 3]]);
});
