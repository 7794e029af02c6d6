// Writes a snapshot of a heap with what snapshots are hard to read for.
// node heap.cjs FILE plain|numeric|internals|worker|inspector|jsdom|happy-dom
'use strict';
const { EventEmitter } = require('node:events');
const { createRequire } = require('node:module');
const fs = require('node:fs');
const path = require('node:path');
const v8 = require('node:v8');

const [file, kind] = process.argv.slice(2);
const fromCwd = createRequire(path.join(process.cwd(), 'x.js'));

const weak = new WeakMap();
const keys = [];
for (let i = 0; i < 500; i++) {
  const key = { key: i };
  keys.push(key);
  weak.set(key, { value: `value ${i}`, back: key });
}
class Mixed {
  #hidden = [1.5, 2.5];
  constructor(i) { this.i = i; this.date = new Date(i); this.map = new Map([[i, { x: i / 3 }]]); }
}
const long = 'x'.repeat(5000) + Math.random();
const bus = new EventEmitter();
for (let i = 0; i < 5; i++) { const held = { i }; bus.on(`event${i}`, () => held); }
setTimeout(() => keys, 1e5).unref();
const registry = new FinalizationRegistry(() => {});
registry.register({}, 1);
Object.assign(globalThis, {
  weak, keys, bus, registry,
  mixed: Array.from({ length: 300 }, (_, i) => new Mixed(i)),
  strings: [long.slice(10, 4000), long + long, `a${long}`],
  buffers: [Buffer.alloc(100000), new Float64Array(1000), new ArrayBuffer(5000)],
  reference: new WeakRef(keys[0]),
});

const thread = `
  const v8 = require('node:v8');
  globalThis.list = [1, 2, 3].map((i) => ({ i }));
  globalThis.weak = new WeakMap([[globalThis.list[0], {}]]);
  v8.writeHeapSnapshot(${JSON.stringify(file)});
  process.exit(0);`;

function detach(window) {
  window.document.body.innerHTML = '<div id="a"><p>text</p></div>';
  const element = window.document.getElementById('a');
  element.remove();
  Object.assign(globalThis, { window, detached: element });
}

function inspect() {
  const inspector = require('node:inspector');
  const session = new inspector.Session();
  const out = fs.openSync(file, 'w');
  session.connect();
  session.post('Runtime.enable');
  session.post('Debugger.enable');
  session.post('Runtime.evaluate', { expression: 'globalThis.mixed[0]' });
  session.on('HeapProfiler.addHeapSnapshotChunk', (m) => fs.writeSync(out, m.params.chunk));
  session.post('HeapProfiler.takeHeapSnapshot', { captureNumericValue: true }, () => process.exit(0));
}

if (kind === 'worker') new (require('node:worker_threads').Worker)(thread, { eval: true });
else if (kind === 'inspector') inspect();
else {
  if (kind === 'jsdom') detach(new (fromCwd('jsdom').JSDOM)('<body></body>').window);
  if (kind === 'happy-dom') detach(new (fromCwd('happy-dom').Window)());
  v8.writeHeapSnapshot(file, { exposeNumericValues: kind === 'numeric', exposeInternals: kind === 'internals' });
  process.exit(0);
}
