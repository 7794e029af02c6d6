const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for gates", () => {
  let server;

  before(async () => {
    server = await start(documents("gates"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}gates-7`)).document.read, 0));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
