// Under --watch: says that it runs, then ends the parent that watches.
console.log("runs");
setTimeout(() => process.kill(process.ppid, "SIGTERM"), 500);
