const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for lighthouses", () => {
  let server;

  before(async () => {
    server = await start(documents("lighthouses"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}lighthouses-12`)).document.read, 5));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
