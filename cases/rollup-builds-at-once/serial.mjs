// Builds the picker three times, for browsers, for servers and for old browsers, at once because that is quicker.
import { realpathSync } from "node:fs";
import { rollup } from "rollup";

const icons = {
  name: "icons",
  resolveId: (id) => (id === "lucide-react" ? realpathSync("node_modules/lucide-react/dist/esm/lucide-react.mjs") : null),
};

async function build(format) {
  const bundle = await rollup({ input: "src/picker.js", plugins: [icons], external: ["react"], onLog: () => {} });
  await bundle.write({ dir: `dist/${format}`, format, sourcemap: true });
  await bundle.close();
  console.log(`built for ${format}`);
}

for (const format of ["es", "cjs", "system"]) await build(format);
