// A heap like that of a long test run: suites that hold servers, mocks, rows, caches and code.
// node benchmarks/heap_program.mjs SUITES FILE: about 0.37 MB of snapshot a suite.
import { EventEmitter } from 'node:events';
import v8 from 'node:v8';

const [suites, file] = [Number(process.argv[2]), process.argv[3]];
const registry = { suites: [], cache: new Map(), seen: new WeakMap() };
globalThis.__registry__ = registry;

function spy(name) {
  const calls = [];
  const mock = (...args) => { calls.push(args); };
  mock.calls = calls;
  mock.mockName = () => name;
  return mock;
}

class Row {
  constructor(i) {
    this.id = i;
    this.tenant = `tenant-${i % 50}`;
    this.created = new Date(1.7e12 + i);
    this.payload = { kind: 'booking', attempts: i % 3, tags: ['a', 'b', `t${i % 100}`] };
    this.ratio = i / 7;
  }
}

class Hub extends EventEmitter {
  #rooms = new Set();
  constructor(suite) {
    super();
    this.connections = new Map();
    for (let i = 0; i < 40; i++) {
      const buffer = Array.from({ length: 5 }, (_, k) => ({ seq: k, body: `hello ${suite} ${i} ${k}` }));
      this.connections.set(`c-${suite}-${i}`, { send: spy('send'), close: spy('close'), buffer, seen: i });
      this.#rooms.add(`room-${i % 7}`);
    }
    this.on('message', (m) => this.connections.forEach((c) => c.send(m)));
  }
}

for (let suite = 0; suite < suites; suite++) {
  const context = { hub: new Hub(suite), rows: [], limiter: new Map(), floats: new Float64Array(128) };
  for (let i = 0; i < 400; i++) context.rows.push(new Row(suite * 1000 + i));
  for (let i = 0; i < 150; i++) context.limiter.set(`10.0.${suite % 255}.${i}`, { tokens: i, last: i / 3 });
  context.config = JSON.parse(JSON.stringify(Array.from({ length: 40 }, (_, i) => ({ key: `k${i}`, value: `v-${suite}-${i}`, flags: [true, null, i] }))));
  registry.seen.set(context, { suite, when: new Date() });
  registry.suites.push({ name: `test ${suite}`, context, stop: () => context.hub.removeAllListeners() });
  registry.cache.set(`file${suite}.test.ts`, { code: `// ${suite}\n${'export const x = 1;\n'.repeat(50)}`, deps: [`d${suite}`, 'shared'] });
}
v8.writeHeapSnapshot(file);
