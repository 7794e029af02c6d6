'use strict';
// Changes options of esbuild's JavaScript API for an experiment; the build script stays as it is.
// Loaded only where an experiment asks for it, beside the agent and not by it.
const Module = require('node:module');

const wanted = JSON.parse(process.env.MEMFIT_ESBUILD || '{}');
const TAKE_OPTIONS = ['build', 'buildSync', 'context'];
const made = new WeakMap();

/** The options of one build with what is wanted, as far as esbuild allows it there. */
function changed(options) {
  if (options === null || typeof options !== 'object') return options;
  const result = { ...options };
  // Shared chunks need a directory to be written to.
  if (wanted.splitting && options.bundle && options.outfile === undefined) Object.assign(result, { splitting: true, format: 'esm' });
  if (wanted.sourcemap === false) result.sourcemap = false;
  return result;
}

function isEsbuild(loaded) {
  return loaded !== null && typeof loaded === 'object' && TAKE_OPTIONS.every((name) => typeof loaded[name] === 'function') && typeof loaded.version === 'string';
}

function replaced(esbuild) {
  if (!made.has(esbuild)) {
    const copy = { ...esbuild };
    for (const name of TAKE_OPTIONS) copy[name] = (options, ...rest) => esbuild[name](changed(options), ...rest);
    made.set(esbuild, copy);
  }
  return made.get(esbuild);
}

// Once a module is loaded, Node keeps its exports for import statements: so they are changed before.
const load = Module._extensions['.js'];
Module._extensions['.js'] = function (module, filename) {
  load.call(this, module, filename);
  if (isEsbuild(module.exports)) module.exports = replaced(module.exports);
};
