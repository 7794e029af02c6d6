// Writes a snapshot where HEAP_OUT says, after the garbage is gone.
import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');
export default async function snapshot() {
  for (let i = 0; i < 3; i++) { collect(); await new Promise((resolve) => { setImmediate(resolve); }); }
  v8.writeHeapSnapshot(process.env.HEAP_OUT);
}
