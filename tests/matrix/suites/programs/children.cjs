// Children that get less than their parent has.
const { spawnSync, execFileSync, fork } = require("node:child_process");

const code = "console.log(Object.keys(process.env).sort().join(' '), process.execArgv.join(' '))";
const shown = (env) => spawnSync(process.execPath, ["-e", code], { env, encoding: "utf8" });
console.log("none", JSON.stringify(shown({}).stdout), shown({}).stderr);
console.log("own", JSON.stringify(shown({ OWN: "1" }).stdout));
console.log("path", execFileSync("node", ["-e", "console.log(process.execPath)"], { encoding: "utf8" }));
const heap = "console.log(Math.round(require('v8').getHeapStatistics().heap_size_limit / 2 ** 20))";
const env = { ...process.env, NODE_OPTIONS: "--max-old-space-size=200" };
console.log("options", spawnSync("node", ["-e", heap], { env, encoding: "utf8" }).stdout);
const child = fork(process.argv[1].replace("children", "forked"), ["a b"], { env: {}, execArgv: ["--no-warnings"] });
child.on("message", (message) => console.log("message", JSON.stringify(message)));
child.on("exit", (exit) => console.log("exit", exit));
