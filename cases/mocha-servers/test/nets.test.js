const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for nets", () => {
  let server;

  before(async () => {
    server = await start(documents("nets"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}nets-14`)).document.read, 0));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
