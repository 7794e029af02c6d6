// Hooks of Node's loader for stub.cjs: an inert module takes the place of what is left out, and vitest's vite gets
// a plugin that does the same for what it transforms.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { Replaced, namesOf, source } = createRequire(import.meta.url)('./replaced.cjs');
const STAND_IN = 'memfit-stub:';
const AROUND = 'memfit-with-stubs:';
const OF_VITEST = /\/node_modules\/(vitest|vite-node)\/dist\//;

let wanted = [];
let replaced;
const sources = [];

export function initialize(data) {
  wanted = data.wanted;
  replaced = new Replaced(wanted);
}

export async function resolve(specifier, context, next) {
  const parent = context.parentURL ?? '';
  if (specifier === 'vite' && OF_VITEST.test(parent)) {
    const found = await next(specifier, context);
    if (found.url.startsWith(AROUND)) return found;
    return { url: AROUND + found.url, format: 'module', shortCircuit: true };
  }
  const from = parent.startsWith('file:') ? fileURLToPath(parent) : undefined;
  if (parent === '') return next(specifier, context); // the program itself
  let name = replaced.find(specifier, from);
  // What is left out need not be there at all.
  const found = await (name === undefined ? next(specifier, context) : next(specifier, context).catch(() => undefined));
  const file = found?.url.startsWith('file:') ? fileURLToPath(found.url) : undefined;
  name ??= replaced.at(file, from);
  // Node loads the agent into the thread of the hooks as well: they may be there twice.
  if (found?.url.startsWith(STAND_IN)) return found;
  // A call of require has been answered before it comes here.
  if (name === undefined || !context.conditions?.includes('import')) return found;
  const text = source(name, namesOf(from, specifier, () => file));
  if (!sources.includes(text)) sources.push(text);
  return { url: `${STAND_IN}${sources.indexOf(text)}`, format: 'module', shortCircuit: true };
}

export async function load(url, context, next) {
  if (url.startsWith(STAND_IN)) return { format: 'module', shortCircuit: true, source: sources[Number(url.slice(STAND_IN.length))] };
  if (!url.startsWith(AROUND)) return next(url, context);
  return { format: 'module', shortCircuit: true, source: around(url.slice(AROUND.length)) };
}

/** A module around vite whose servers have the plugin. */
function around(url) {
  const vite = JSON.stringify(url);
  const plugin = JSON.stringify(new URL('stub_vite.mjs', import.meta.url).href);
  return `
    import * as vite from ${vite};
    import { withStubs } from ${plugin};
    export * from ${vite};
    export const createServer = (config) => vite.createServer(withStubs(config, ${JSON.stringify(wanted)}));
  `;
}
