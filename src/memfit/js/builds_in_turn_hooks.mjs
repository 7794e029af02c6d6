// Hooks of Node's loader for builds_in_turn.mjs: a module around vite takes its place in scripts.
const AROUND = 'memfit-in-turn:';

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const parent = context.parentURL ?? '';
  if (specifier !== 'vite' || parent.includes('/node_modules/') || parent.startsWith(AROUND)) return found;
  return { url: AROUND + found.url, format: 'module', shortCircuit: true };
}

export async function load(url, context, next) {
  if (!url.startsWith(AROUND)) return next(url, context);
  const vite = JSON.stringify(url.slice(AROUND.length));
  const source = `
    import * as vite from ${vite};
    export * from ${vite};
    let last;
    export const build = (...options) => {
      const start = () => vite.build(...options);
      return (last = last === undefined ? start() : last.then(start, start));
    };
  `;
  return { format: 'module', shortCircuit: true, source };
}
