// Whoever else writes here is seen: everything that writes is counted or broken.
const fs = require("node:fs");
const calls = {};
for (const name of ["writeSync", "openSync", "closeSync", "readFileSync", "appendFileSync", "readlinkSync", "writeFileSync"]) {
  const real = fs[name];
  fs[name] = (...given) => {
    calls[name] = (calls[name] ?? 0) + 1;
    return real(...given);
  };
}
JSON.stringify = JSON.parse = () => {
  throw new Error("not here");
};
Array.prototype.push = Array.prototype.map = Array.prototype.join = () => {
  throw new Error("nor here");
};
process.hrtime.bigint = process.memoryUsage = require("node:v8").getHeapStatistics = () => {
  throw new Error("nowhere");
};
setTimeout(() => {
  const counted = Object.entries(calls);
  process.stdout.write(`calls ${counted.length}\n`);
}, 500);
