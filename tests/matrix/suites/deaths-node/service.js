// A build whose esbuild service is killed by somebody else.
const { execFileSync } = require("node:child_process");
const esbuild = require("esbuild");

(async () => {
  await esbuild.transform("let a: number = 1", { loader: "ts" });
  const children = execFileSync("pgrep", ["-P", String(process.pid), "-f", "service="], { encoding: "utf8" });
  execFileSync("kill", ["-9", children.split("\n")[0]]);
  await esbuild.transform("let b: number = 2", { loader: "ts" });
})().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
