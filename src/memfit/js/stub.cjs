'use strict';
// Puts an inert module in the place of packages and modules that an experiment leaves out: where Node loads
// them, where jest resolves them, and where vitest's vite does. Loaded by the agent only where one asks for it.
const Module = require('module');
const path = require('path');
const { pathToFileURL } = require('url');
const { defineProperty } = require('./builtins.cjs');

const inert = require('./inert.cjs');
const { Replaced } = require('./replaced.cjs');

const HOOKS = pathToFileURL(path.join(__dirname, 'stub_hooks.mjs')).href;
const FILE = path.join(__dirname, 'inert.cjs');
const JEST = /[\\/]jest-resolve[\\/]build[\\/](index|resolver)\.js$/;

/**
 * @param wanted names of packages, and absolute paths of modules or folders
 * @param note tells the recording what was replaced
 */
function install(wanted, note) {
  const told = new Set();
  const tell = (name) => {
    if (told.has(name)) return;
    told.add(name);
    note(`left out: ${name}`);
  };
  const replaced = new Replaced(wanted);
  // What a module of an inert stand-in calls when it is loaded.
  defineProperty(globalThis, Symbol.for('memfit.stub'), { __proto__: null, value: tell });
  const load = Module._load;
  Module._load = function (request, parent, isMain) {
    const name = isMain || typeof request !== 'string' ? undefined : named(replaced, request, parent);
    if (name === undefined) return load.apply(this, arguments);
    tell(name);
    return inert;
  };
  const compile = Module._extensions['.js'];
  Module._extensions['.js'] = function (module, filename) {
    compile.call(this, module, filename);
    if (JEST.test(filename)) resolved(module.exports.default, replaced, tell);
  };
  Module.register?.(HOOKS, { data: { wanted } }); // from Node 20.6 on
}

/** What a call of require asks for, if it is left out. */
function named(replaced, request, parent) {
  const from = parent?.filename ?? undefined;
  const name = replaced.find(request, from);
  if (name !== undefined || !replaced.places || Module.isBuiltin?.(request)) return name;
  try {
    return replaced.at(Module._resolveFilename(request, parent, false), from);
  } catch {
    return undefined; // which the call itself will tell
  }
}

/** Have jest resolve what is left out to the inert module. */
function resolved(Resolver, replaced, tell) {
  const prototype = Resolver?.prototype;
  if (!prototype) return;
  for (const method of ['resolveStubModuleName', 'resolveStubModuleNameAsync']) {
    const original = prototype[method];
    if (typeof original !== 'function') continue;
    prototype[method] = function (from, name, ...rest) {
      const answer = (place) => {
        const found = replaced.find(name, from) ?? replaced.at(place, from);
        if (found === undefined) return place;
        tell(found);
        return FILE;
      };
      if (replaced.find(name, from) !== undefined) return answer(null);
      const place = original.call(this, from, name, ...rest); // what moduleNameMapper makes of it
      return typeof place?.then === 'function' ? place.then(answer) : answer(place);
    };
  }
}

module.exports = { install };
