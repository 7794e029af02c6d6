// Builds six pages at once, each by itself, with one cache of sources: `node racing.mjs [--once]`.
// Each build reads the icons ahead, all of them at the same time. The cache holds what was read, so
// a file that is still being read is read again; with --once it holds the reading itself.
import { readdir, readFile, realpath } from "node:fs/promises";
import { build } from "esbuild";
import { counted, write } from "./pages.mjs";

const once = process.argv.includes("--once");
const folder = `${await realpath("node_modules/lucide-react")}/dist/esm/icons`;
const icons = (await readdir(folder)).filter((name) => name.endsWith(".mjs"));
const cache = new Map();
let reads = 0;

async function load(path) {
  const known = cache.get(path);
  if (known !== undefined) return known;
  reads += 1;
  const reading = readFile(path, "utf8");
  if (once) cache.set(path, reading);
  const contents = await reading;
  if (!once) cache.set(path, contents);
  return contents;
}

const sources = {
  name: "sources",
  setup({ onLoad, onStart }) {
    onStart(() => Promise.all(icons.map((name) => load(`${folder}/${name}`))).then(() => undefined));
    onLoad({ filter: /lucide-react.*\.mjs$/ }, async ({ path }) => ({ contents: await load(path) }));
  },
};

const pages = await write(6);
const builds = await Promise.all(
  pages.map((page) =>
    build({ entryPoints: [page], bundle: true, format: "esm", minify: true, outdir: "dist", write: false, plugins: [sources] }),
  ),
);
console.log(`${counted(builds.flatMap(({ outputFiles }) => outputFiles))}, ${reads} reads of ${cache.size} files`);
