// As many listeners as Node allows: one more from somebody else, and it warns of a leak.
for (let n = 0; n < 10; n++)
  for (const event of ["exit", "beforeExit", "SIGTERM", "SIGINT", "uncaughtExceptionMonitor", "worker"])
    process.on(event, () => {});
process.removeAllListeners("exit");
process.on("exit", () => console.log("exits", process.listenerCount("exit")));
setTimeout(() => {}, 400);
