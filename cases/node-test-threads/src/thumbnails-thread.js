const { parentPort, workerData } = require("node:worker_threads");

const room = Buffer.alloc(workerData.room * 1_048_576, 1);

parentPort.on("message", ({ picture, factor }) => {
  room.set(picture);
  const small = new Uint8Array(Math.floor(picture.length / factor));
  for (let n = 0; n < small.length; n++) small[n] = room[n * factor];
  parentPort.postMessage(small);
});
