const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for ropes", () => {
  let server;

  before(async () => {
    server = await start(documents("ropes"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}ropes-18`)).document.read, 4));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
