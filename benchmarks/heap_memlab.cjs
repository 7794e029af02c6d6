// node heap_memlab.cjs SNAPSHOT: what memlab does before it can say anything of a heap.
const { getFullHeapFromFile } = require('@memlab/heap-analysis');

getFullHeapFromFile(process.argv[2]).then((heap) => {
  let held = 0;
  heap.nodes.forEach((node) => { held = Math.max(held, node.retainedSize); });
  console.log(JSON.stringify({ nodes: heap.nodes.length, held }));
});
