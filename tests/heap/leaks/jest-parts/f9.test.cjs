test('the heap after all files', () => {
  const v8 = require('node:v8');
  v8.writeHeapSnapshot(process.env.HEAP_OUT);
});
