// Bundles the heap snapshot worker of chrome-devtools-frontend for Node; run where both packages are.
import { build } from 'esbuild';

const worker = './node_modules/chrome-devtools-frontend/front_end/entrypoints/heap_snapshot_worker';
// The package leaves out one generated file, which the worker does not use.
const locales = {
  name: 'locales',
  setup(b) {
    b.onResolve({ filter: /locales\.js$/ }, (found) => ({ path: found.path, namespace: 'locales' }));
    b.onLoad({ filter: /.*/, namespace: 'locales' }, () => ({
      contents: 'export const LOCALES = ["en-US"], BUNDLED_LOCALES = ["en-US"], DEFAULT_LOCALE = "en-US", REMOTE_FETCH_PATTERN = "", LOCAL_FETCH_PATTERN = "";',
    }));
  },
};
await build({
  stdin: {
    contents: `export * as Loader from '${worker}/HeapSnapshotLoader.ts';
               export * as Snapshot from '${worker}/HeapSnapshot.ts';`,
    resolveDir: '.',
  },
  bundle: true, platform: 'node', format: 'esm', outfile: process.argv[2], plugins: [locales], logLevel: 'warning',
});
