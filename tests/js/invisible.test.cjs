'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { bare, place, seen, watched } = require('./harness.cjs');

const AFTER_THE_SAMPLER_STARTED = 450;

const programs = {
  'ends by itself': `setTimeout(() => console.log('out'), ${AFTER_THE_SAMPLER_STARTED})`,
  'exits with a code': `setTimeout(() => process.exit(3), ${AFTER_THE_SAMPLER_STARTED})`,
  'exits from its exit handler': `process.on('exit', () => process.exit(5)); setTimeout(() => {}, ${AFTER_THE_SAMPLER_STARTED})`,
  'throws in its exit handler': `process.on('exit', () => { throw new Error('late') }); setTimeout(() => {}, ${AFTER_THE_SAMPLER_STARTED})`,
  'dies of an exception': `setTimeout(() => { throw new Error('x') }, ${AFTER_THE_SAMPLER_STARTED})`,
  'dies of a rejection': `setTimeout(() => Promise.reject(new Error('x')), ${AFTER_THE_SAMPLER_STARTED})`,
  'kills itself': `setTimeout(() => process.kill(process.pid, 'SIGTERM'), ${AFTER_THE_SAMPLER_STARTED})`,
  'listens to the signal that it sends itself': `process.once('SIGTERM', () => process.exit(9)); setTimeout(() => process.kill(process.pid), ${AFTER_THE_SAMPLER_STARTED}); setTimeout(() => {}, 9000)`,
  'never yields': `const end = Date.now() + 600; while (Date.now() < end); console.log('done')`,
  'terminates a worker': `const w = new (require('worker_threads').Worker)('setInterval(() => {}, 9)', { eval: true }); setTimeout(() => w.terminate(), ${AFTER_THE_SAMPLER_STARTED})`,
  'ends with a worker that ends': `new (require('worker_threads').Worker)('setTimeout(() => {}, 500)', { eval: true })`,
};

for (const [name, program] of Object.entries(programs)) {
  test(`a program that ${name} ends as it would without memfit`, () => {
    const before = bare(['-e', program]);

    const after = watched(['-e', program]);

    assert.deepStrictEqual(seen(after), before);
  });
}

const LOOK = `
  const { performance } = require('perf_hooks');
  const Module = require('module');
  const { AsyncResource } = require('async_hooks');
  const looks = (f) => [f.name, f.length, Function.prototype.toString.call(f).includes('[native code]'), 'prototype' in f];
  process.on('worker', () => console.log('a worker was seen'));
  for (let n = 0; n < 10; n++) process.on('exit', () => {});
  setTimeout(() => console.log(JSON.stringify({
    globals: Object.keys(globalThis),
    own: Object.getOwnPropertyNames(globalThis).sort(),
    events: process.eventNames(),
    listeners: process.listenerCount('exit'),
    handles: process._getActiveHandles().length,
    resources: process.getActiveResourcesInfo(),
    cache: Object.keys(require.cache).length,
    execArgv: process.execArgv,
    argv0: process.argv0,
    define: looks(Object.defineProperty),
    emit: [process.emit.name, process.emit.length],
    keys: Object.keys(process).sort(),
    kill: [process.kill.name, process.kill.length],
    load: [Module._load.name, Module._load.length],
    stack: new Error('x').stack.includes('memfit'),
    gc: typeof gc,
  })), ${AFTER_THE_SAMPLER_STARTED});
`;

test('a program that looks for the agent does not find it', () => {
  const before = bare(['-e', LOOK]);

  const after = watched(['-e', LOOK]);

  assert.deepStrictEqual(JSON.parse(after.stdout), JSON.parse(before.stdout));
  assert.strictEqual(after.stderr, before.stderr);
});

test('objects that were printed are not kept alive by the inspector', () => {
  const program = `
    let freed = 0;
    const registry = new FinalizationRegistry(() => freed++);
    setTimeout(() => {
      for (let n = 0; n < 50; n++) { const o = { n, big: new Array(1000).fill(n) }; registry.register(o, n); console.debug(o); }
    }, ${AFTER_THE_SAMPLER_STARTED});
    setTimeout(() => { gc(); setTimeout(() => { process.stderr.write(String(freed)) }, 100) }, 3000);
  `;

  const after = watched(['--expose-gc', '-e', program]);

  assert.strictEqual(after.stderr, '50');
});

test('nothing is asked of a program that has not told where the streams are', () => {
  const after = watched(['-e', 'console.log(1)'], { extra: { MEMFIT_STREAMS: '' } });

  assert.deepStrictEqual(seen(after), bare(['-e', 'console.log(1)']));
});

test('a directory that has gone costs the streams and nothing else', () => {
  const after = watched(['-e', 'setTimeout(() => console.log(1), 400)'], { extra: { MEMFIT_STREAMS: '/nowhere/at/all' } });

  assert.deepStrictEqual(seen(after), bare(['-e', 'console.log(1)']));
});

for (const flag of ['--inspect=0', '--watch', '--test', '--permission']) {
  test(`a process with ${flag} is not sampled`, { skip: flag === '--permission' && 'the agent stays out there' }, () => {
    const { unfit } = samplingWith([flag]);

    assert.strictEqual(unfit, flag.split('=')[0]);
  });
}

function samplingWith(flags) {
  const program = `console.log(require(${JSON.stringify(`${require('./harness.cjs').JS}/sampling.cjs`)}).unfit(''))`;
  const environment = { NODE_OPTIONS: '' };
  const code = `process.execArgv.push(...${JSON.stringify(flags)}); ${program}`;
  return { unfit: bare(['-e', code], environment).stdout.trim() };
}

test('coverage of a program does not list the agent', () => {
  const directory = place();
  const program = 'setTimeout(() => {}, 450)';

  watched(['-e', program], { extra: { NODE_V8_COVERAGE: directory } });

  const [file] = fs.readdirSync(directory);
  const { result } = JSON.parse(fs.readFileSync(path.join(directory, file), 'utf8'));
  const urls = result.map((script) => script.url).filter((url) => url.includes('memfit'));
  assert.deepStrictEqual(urls.filter((url) => !url.startsWith('node:internal/')), []);
  assert.ok(urls.length > 0);
});

test('an error that passes the agent shows nothing of it', () => {
  const program = `
    for (const fail of [() => require('./missing'), () => process.kill(-1, 'NONE'), () => Object.defineProperty(Object.freeze({}), 'a', { value: 1 })]) {
      try { fail(); } catch (error) { console.log(error.stack); }
    }
    require('events').once(process, 'x'); process.on('x', () => console.log(new Error('in a listener').stack)); process.emit('x');
  `;

  assert.deepStrictEqual(seen(watched(['-e', program])), bare(['-e', program]));
});

test('a program may replace what the agent replaced', () => {
  const program = `
    const before = process.emit;
    process.emit = function (...words) { if (words[0] === 'exit') console.log('mine'); return before.apply(this, words); };
    setTimeout(() => {}, 450);
  `;

  const ran = watched(['-e', program]);

  assert.deepStrictEqual(seen(ran), bare(['-e', program]));
  assert.strictEqual(ran.lines().at(-1).event, 'exit');
});
