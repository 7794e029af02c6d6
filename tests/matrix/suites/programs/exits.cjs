// Ends as it is told: the exit code, the signal and the last words must be the same.
const how = process.argv[2];
process.on("exit", (code) => {
  console.log("exit", code);
  if (how === "changed") process.exitCode = 9;
});
const ways = {
  plain: () => {},
  code: () => process.exit(3),
  exitCode: () => (process.exitCode = 4),
  changed: () => {},
  thrown: () => {
    throw new RangeError("on purpose");
  },
  rejected: () => Promise.reject(new RangeError("on purpose")),
  abort: () => process.abort(),
  term: () => process.kill(process.pid, "SIGTERM"),
  kill: () => process.kill(process.pid, "SIGKILL"),
  caught: () => {
    process.once("SIGTERM", () => process.exit(5));
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => {}, 60_000);
  },
  really: () => process.reallyExit(6),
  unsettled: () => new Promise(() => {}),
};
// Late enough that whoever watches has begun to.
setTimeout(ways[how], 400);
