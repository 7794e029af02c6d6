'use strict';
// The agent inside each Node process and worker thread of a run; NODE_OPTIONS=--require loads it.
// It tells a stream of its own what the isolate holds and what runs in it, and prints nothing. Whatever
// fails here fails silently: the program must run as if memfit were not there.
// See docs/explanation/inside-node.md and, for what is written, docs/reference/recording-format.md.
(() => {
  const mark = Symbol.for('memfit');
  try {
    if (globalThis[mark] || process.versions.bun || process.versions.deno) return;
    const fs = require('fs');
    const path = require('path');
    const vm = require('vm');
    const readFileSync = fs.readFileSync;
    const loaded = { __proto__: null };
    // Not by Node's own loader: hooks of the program (ts-node, babel) would translate these files,
    // coverage would list them, and they would stand in require.cache.
    const load = (name) => {
      if (!name.startsWith('./')) return require(name);
      if (loaded[name] === undefined) {
        const source = readFileSync(path.join(__dirname, name), 'utf8'); // which fails while a test mocks files
        const module = (loaded[name] = { exports: {} });
        // What Node calls its own is left out of coverage and of stacks that programs look through.
        const options = { filename: `node:internal/memfit/${name.slice(2)}` };
        vm.compileFunction(source, ['module', 'exports', 'require', '__dirname'], options)(
          module, module.exports, load, __dirname,
        );
      }
      return loaded[name].exports;
    };
    load('./agent.cjs').start(mark);
  } catch {
    // Failing open.
  } finally {
    try {
      delete require.cache[__filename];
    } catch {
      // The same.
    }
  }
})();
// Coverage leaves out what does not lie in a file.
//# sourceURL=node:internal/memfit/preload.cjs
