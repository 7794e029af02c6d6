// node run.mjs WORKER SNAPSHOT [OUT]: dominators, retained sizes, distances and self sizes as
// DevTools computes them, one array behind the other; prints the CPU seconds and the peak memory.
import fs from 'node:fs';
import { MessageChannel } from 'node:worker_threads';
import { pathToFileURL } from 'node:url';

// For Node 20.
Promise.withResolvers ??= function () {
  let resolve, reject;
  const promise = new this((a, b) => { resolve = a; reject = b; });
  return { promise, resolve, reject };
};
const [worker, file, out] = process.argv.slice(2);
const { Loader, Snapshot } = await import(pathToFileURL(worker));
console.warn = () => {}; // it lists unreachable nodes
const loader = new Loader.HeapSnapshotLoader({ sendEvent() {} });
for await (const piece of fs.createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 22 })) {
  loader.write(piece);
  await new Promise((resolve) => { setImmediate(resolve); });
}
loader.close();
const { port1, port2 } = new MessageChannel();
new Snapshot.SecondaryInitManager(port2);
const heap = await loader.buildSnapshot(port1);
port1.close();
port2.close();
const used = process.resourceUsage();
console.log(JSON.stringify({ cpu: (used.userCPUTime + used.systemCPUTime) / 1e6, peak: used.maxRSS * 1024, nodes: heap.nodeCount }));
if (out) {
  const self = Float64Array.from({ length: heap.nodeCount }, (_, i) => heap.nodes.getValue(i * heap.nodeFieldCount + heap.nodeSelfSizeOffset));
  const arrays = [heap.dominatorsTree, heap.retainedSizes, heap.nodeDistances, self];
  fs.writeFileSync(out, Buffer.concat(arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))));
}
