const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for piers", () => {
  let server;

  before(async () => {
    server = await start(documents("piers"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}piers-16`)).document.read, 2));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
