// A plugin of vite that puts an inert module in the place of what an experiment leaves out.
import { createRequire } from 'node:module';

const { Replaced, namesOf, source } = createRequire(import.meta.url)('./replaced.cjs');
const STAND_IN = '\0memfit-stub/';

/** Add the plugin to the configuration of a server. */
export function withStubs(config = {}, wanted) {
  return { ...config, plugins: [plugin(wanted), ...(config.plugins ?? [])] };
}

function plugin(wanted) {
  const replaced = new Replaced(wanted);
  const texts = [];
  return {
    name: 'memfit-stub',
    enforce: 'pre',
    async resolveId(specifier, importer) {
      if (importer === undefined || importer.startsWith('\0')) return null;
      const [from] = importer.split('?');
      let name = replaced.find(specifier, from);
      if (name === undefined && !replaced.places) return null;
      const found = await this.resolve(specifier, importer, { skipSelf: true });
      const file = found?.id.split('?')[0];
      name ??= replaced.at(file, from);
      if (name === undefined) return null;
      const text = source(name, namesOf(from, specifier, () => file));
      globalThis[Symbol.for('memfit.stub')]?.(name);
      if (!texts.includes(text)) texts.push(text);
      return `${STAND_IN}${texts.indexOf(text)}`;
    },
    load(id) {
      return id.startsWith(STAND_IN) ? texts[Number(id.slice(STAND_IN.length))] : null;
    },
  };
}
