// What a program can see of the process that it is in.
const { isMainThread, threadId, resourceLimits } = require("node:worker_threads");
const vm = require("node:vm");

console.log("argv", process.argv.length, JSON.stringify(process.execArgv));
console.log("title", process.title, "exitCode", process.exitCode);
console.log("keys", Object.keys(globalThis).join(" "));
console.log("names", Object.getOwnPropertyNames(globalThis).sort().join(" "));
console.log("in a context", Object.getOwnPropertyNames(vm.runInNewContext("globalThis")).sort().join(" "));
console.log("process", Object.getOwnPropertyNames(process).sort().join(" "));
for (const event of process.eventNames()) console.log("event", event, process.listenerCount(event));
for (const event of ["exit", "beforeExit", "SIGTERM", "SIGINT", "SIGUSR1", "uncaughtException", "worker"])
  console.log("listeners of", event, process.listenerCount(event), process.listeners(event).length, process.rawListeners(event).length);
console.log("modules", Object.keys(require.cache).map((name) => name.split("/").pop()).join(" "));
console.log("children", module.children.length, "parent", module.parent, "main", require.main === module);
console.log("active", process.getActiveResourcesInfo().join(" "));
console.log("thread", isMainThread, threadId, JSON.stringify(resourceLimits));
console.log("gc", typeof gc, "limit of stacks", Error.stackTraceLimit, typeof Error.prepareStackTrace);
console.log("depth", new Error("here").stack.split("\n").length, new Error("here").stack.includes("memfit"));
const own = [
  Object.defineProperty, JSON.stringify, JSON.parse, process.exit, process.kill, process.emit, process.on,
  process.reallyExit, process.abort, process.memoryUsage, process.hrtime, require, require("module")._load,
  require("module")._resolveFilename, require("module")._extensions[".js"], require("fs").writeSync,
  require("worker_threads").Worker, require("child_process").spawn, setTimeout, setImmediate, queueMicrotask,
];
console.log("functions", own.map((each) => `${each.name}/${each.length}/${Object.keys(each).length}`).join(" "));
