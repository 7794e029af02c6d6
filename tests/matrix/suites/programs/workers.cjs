// The user's own worker threads, with everything that may be said to them.
const { once } = require("node:events");
const { SHARE_ENV, Worker } = require("node:worker_threads");

const code = `
  const { parentPort, workerData, resourceLimits } = require("node:worker_threads");
  const end = performance.now() + 200;
  while (performance.now() < end);
  parentPort.postMessage([workerData, Object.keys(process.env).length > 5, resourceLimits.maxOldGenerationSizeMb > 0, process.execArgv, process.listenerCount("exit")]);
`;
const kinds = {
  plain: {},
  "no environment": { env: {} },
  "shared environment": { env: SHARE_ENV },
  "no execArgv": { execArgv: [] },
  "own heap": { resourceLimits: { maxOldGenerationSizeMb: 32 } },
  "own streams": { stdout: true, stderr: true, stdin: true },
};
(async () => {
  for (const [kind, options] of Object.entries(kinds)) {
    const worker = new Worker(code, { eval: true, workerData: kind, ...options });
    const both = ["message", "exit"].map((event) => once(worker, event));
    const [[said], [exit]] = await Promise.all(both);
    console.log(kind, JSON.stringify(said), exit);
  }
  const thrown = new Worker("throw new RangeError('on purpose')", { eval: true });
  thrown.on("error", (error) => console.log("error", error.message));
  console.log("exit", (await once(thrown, "exit").catch((error) => [error.message]))[0]);
  const killed = new Worker("setInterval(() => {}, 1000)", { eval: true });
  setTimeout(() => killed.terminate().then((exit) => console.log("terminated", exit)), 300);
})();
