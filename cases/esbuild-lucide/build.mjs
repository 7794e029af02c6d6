// Builds every page of the back office as a bundle of its own.
import { readdir } from "node:fs/promises";
import { build } from "esbuild";

const pages = (await readdir("src/pages")).map((name) => `src/pages/${name}`);

const { outputFiles } = await build({
  entryPoints: pages,
  bundle: true,
  format: "esm",
  jsx: "automatic",
  minify: true,
  outdir: "dist",
  write: false,
});

const bytes = outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
console.log(`${pages.length} pages, ${outputFiles.length} files, ${Math.round(bytes / 1024)} kB`);
