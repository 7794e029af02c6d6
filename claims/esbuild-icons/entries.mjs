// Builds the pages of the back office, all in one build: `node entries.mjs [--splitting]`.
import { build } from "esbuild";
import { counted, write } from "./pages.mjs";

const { outputFiles } = await build({
  entryPoints: await write(24),
  bundle: true,
  format: "esm",
  minify: true,
  outdir: "dist",
  splitting: process.argv.includes("--splitting"),
  write: false,
});
console.log(counted(outputFiles));
