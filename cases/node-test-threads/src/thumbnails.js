const { Worker } = require("node:worker_threads");
const { once } = require("node:events");

/** Makes small pictures of big ones in a thread of its own, which keeps room for one picture. */
class Thumbnails {
  constructor(room = 12) {
    this.thread = new Worker(require.resolve("./thumbnails-thread.js"), { workerData: { room } });
  }

  async of(picture, factor) {
    this.thread.postMessage({ picture, factor });
    const [small] = await once(this.thread, "message");
    return small;
  }

  close() {
    return this.thread.terminate();
  }
}

module.exports = { Thumbnails };
