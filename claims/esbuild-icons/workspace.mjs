// Builds the packages of a workspace that link to one and the same copy of the icons:
// `node workspace.mjs [--real-paths] [--splitting]`.
import { mkdir, realpath, symlink } from "node:fs/promises";
import { build } from "esbuild";
import { counted, write } from "./pages.mjs";

const icons = await realpath("node_modules/lucide-react");

async function member(name) {
  const folder = `generated/workspace/${name}`;
  await mkdir(`${folder}/node_modules`, { recursive: true });
  await symlink(icons, `${folder}/node_modules/lucide-react`).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
  return write(1, folder);
}

const entryPoints = (await Promise.all(["admin", "docs", "shop", "web"].map(member))).flat();
const { metafile, outputFiles } = await build({
  entryPoints,
  bundle: true,
  format: "esm",
  metafile: true,
  minify: true,
  outdir: "dist",
  preserveSymlinks: !process.argv.includes("--real-paths"),
  splitting: process.argv.includes("--splitting"),
  write: false,
});
console.log(`${counted(outputFiles)}, ${Object.keys(metafile.inputs).length} modules`);
