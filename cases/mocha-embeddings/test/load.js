const { table } = require("../src/embeddings");

exports.mochaHooks = {
  beforeAll() {
    this.timeout(60_000);
    globalThis.embeddings = table(110_000);
  },
};
